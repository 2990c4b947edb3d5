#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// \file
/// JSON strings, as text and as what they say.

namespace botstore::transfer {

/// Appends `value` as a JSON string, escaped as JSON.stringify does it.
void append_string(std::string& out, std::string_view value);

/// What a JSON string says, without a limit on its length. Its UTF-8 is not checked. Throws
/// std::runtime_error.
[[nodiscard]] std::string unquote(std::string_view json);

/// The bytes of an escape `\uXXXX`.
inline constexpr std::size_t unit_escape_bytes = 6;

/// The number in the escape `\uXXXX` that `text` begins with; absent if it begins with none.
[[nodiscard]] std::optional<std::uint32_t> escaped_unit(std::string_view text);

[[nodiscard]] constexpr bool is_high_surrogate(std::uint32_t unit) noexcept {
  return unit >= 0xD800U && unit < 0xDC00U;
}
[[nodiscard]] constexpr bool is_low_surrogate(std::uint32_t unit) noexcept {
  return unit >= 0xDC00U && unit < 0xE000U;
}

}  // namespace botstore::transfer
