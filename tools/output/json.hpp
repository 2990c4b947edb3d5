#pragma once

#include <ostream>
#include <string_view>

#include "botstore/json.hpp"

namespace botstore::tools {

/// Writes a JSON text as one line. In strings, what a terminal would obey is escaped, as JSON
/// allows: the output means the same, and may be looked at.
void print_json(std::ostream& out, std::string_view text);
inline void print_json(std::ostream& out, const Json& value) {
  print_json(out, value.text());
}

}  // namespace botstore::tools
