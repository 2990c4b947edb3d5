#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace botstore::tools {

/// What stands behind an option's name: the type of its value, or the words that it may be. Empty
/// for a flag and for an argument.
[[nodiscard]] inline std::string value_name(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0 || option.get_positional()) return "";
  const auto name = option.get_type_name();
  return name.substr(0, name.find(':'));
}

}  // namespace botstore::tools
