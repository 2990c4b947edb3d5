#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

/// \file
/// Text of nothing but space counts as none, in SQL and here alike.

namespace botstore::from {

[[nodiscard]] inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
}

/// SQL that is true for a text that is there and not blank.
[[nodiscard]] inline std::string not_blank(std::string_view column) {
  return fmt::format(R"(btrim({}, E' \t\n\x0b\f\r') <> '')", column);
}

}  // namespace botstore::from
