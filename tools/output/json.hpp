#pragma once

#include <ostream>

#include "botstore/json.hpp"

namespace botstore::tools {

/// Writes the value as one line. In strings, what a terminal would obey is escaped, as JSON allows:
/// the output means the same, and may be looked at.
void print_json(std::ostream& out, const Json& value);

}  // namespace botstore::tools
