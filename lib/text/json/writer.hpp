#pragma once

#include <string>

#include "lib/text/json/tree.hpp"

namespace botstore::detail {

/// Appends the value without spacing, its members in order, its numbers as they were written.
void write_node(std::string& out, const Node& node);

}  // namespace botstore::detail
