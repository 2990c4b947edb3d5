#pragma once

#include <cstddef>
#include <cstdint>

/// \file
/// The sizes that every backend honours alike. What exceeds one is `InvalidArgument`, before
/// anything is sent or changed.

namespace botstore::limits {

/// Bytes in the id of a thread, a message or a resource. A PostgreSQL index entry holds about
/// 2,700 bytes, and one entry holds two ids and a time.
inline constexpr std::size_t id_bytes = 1'024;

/// Bytes in the key of a metadata value; a metadata entry's index holds two ids beside it.
inline constexpr std::size_t metadata_key_bytes = 512;

/// Bytes in a phone, in a history entry's key, and in a role or a type.
inline constexpr std::size_t phone_bytes = 255;
inline constexpr std::size_t entry_key_bytes = 255;
inline constexpr std::size_t role_bytes = 255;
inline constexpr std::size_t type_bytes = 255;

/// Bytes in a history entry's ref and keyword.
inline constexpr std::size_t ref_bytes = 1'024;
inline constexpr std::size_t keyword_bytes = 1'024;

/// Bytes in one text: a title, a working memory, an answer, or the text of one `Json`.
inline constexpr std::size_t text_bytes = std::size_t{64} * 1'024 * 1'024;

/// Levels of arrays and objects inside one another in a `Json`.
inline constexpr std::size_t json_depth = 512;

/// Characters in one number of a `Json`, and the largest exponent that it may be written with.
/// Together with the range of a double they keep a number within PostgreSQL's `numeric`.
inline constexpr std::size_t json_number_chars = 400;
inline constexpr int json_number_exponent = 400;

/// Keys in the path of a filter, and conditions in one filter.
inline constexpr std::size_t filter_path_keys = 32;
inline constexpr std::size_t filter_conditions = 64;

/// The largest id of a contact or a history entry, and the largest sequence, that is restored: a
/// double holds each number up to it, and there is room for more behind it.
inline constexpr std::int64_t restored_number = 9'007'199'254'740'991;

/// Messages named in one query's `include`, and messages on either side of one of them.
inline constexpr std::size_t includes = 1'000;
inline constexpr std::int64_t include_window = 10'000;

}  // namespace botstore::limits
