#pragma once

#include <string>
#include <string_view>

#include "lib/text/json/tree.hpp"

namespace botstore::detail {

/// Appends a JSON string with no more escapes than RFC 8259 demands.
void write_string(std::string& out, std::string_view value);

/// Appends the value without spacing, its members in order, its numbers as they were written.
void write_node(std::string& out, const Node& node);

}  // namespace botstore::detail
