#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "botstore/backend/requests.hpp"
#include "lib/arguments/check.hpp"

namespace botstore::detail {

// Both are instantiated for the positions of backend/requests.hpp.

/// The text of a cursor: the query's fingerprint, a place in its order, and a check sum.
template <class Position>
[[nodiscard]] std::string encode_cursor(std::uint64_t fingerprint, const Position& place);

/// Reads what encode_cursor wrote. Throws `InvalidArgument` for the field `cursor` if it is damaged
/// or belongs to another query.
template <class Position>
[[nodiscard]] Position decode_cursor(const Check& check, std::string_view cursor,
                                     std::uint64_t fingerprint);

}  // namespace botstore::detail
