#pragma once

#include <string>
#include <string_view>

namespace botstore::tools {

/// A name in double quotes, as SQL takes it literally.
[[nodiscard]] inline std::string quote_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char character : name) quoted.append(character == '"' ? 2 : 1, character);
  return quoted + '"';
}

}  // namespace botstore::tools
