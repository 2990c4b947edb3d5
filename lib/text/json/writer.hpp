#pragma once

#include <string>

#include "lib/text/json/tree.hpp"

namespace botstore::detail {

enum class Form {
  written,    ///< Members in order, numbers as they were written.
  canonical,  ///< Keys by their bytes, of one that comes twice the last; numbers in one form each.
};

/// Appends the value without spacing.
void write_node(std::string& out, const Node& node, Form form = Form::written);

/// The one text that all JSON of the same meaning has. It costs time and memory in proportion to
/// the value's size, however deep it is.
[[nodiscard]] std::string canonical_text(const Json& json);

}  // namespace botstore::detail
