#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace botstore::detail {

/// Where `text` stops being valid UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above
/// U+10FFFF); absent if all of it is.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;

/// True if `text` is empty or holds only characters with Unicode's property White_Space. `text` is
/// valid UTF-8.
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

}  // namespace botstore::detail
