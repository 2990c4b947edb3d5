#pragma once

#include <string>
#include <string_view>

namespace botstore::detail {

/// What may stand between the parts of a JSON text.
inline constexpr std::string_view white_space = " \t\n\r";

/// A JSON text without the spacing around it.
[[nodiscard]] std::string_view trimmed(std::string_view json) noexcept;

/// Appends a JSON text in one line: its line breaks, which are spacing, become blanks.
void write_one_line(std::string& out, std::string_view json);

}  // namespace botstore::detail
