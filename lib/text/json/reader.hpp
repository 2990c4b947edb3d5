#pragma once

#include <optional>
#include <string>

#include "lib/text/json/fault.hpp"
#include "lib/text/json/tree.hpp"

namespace botstore::detail {

/// The first reason found; absent if `text` keeps every promise of class Json.
[[nodiscard]] std::optional<Fault> find_fault(const std::string& text);

/// Throws `Corrupt` if a text that was checked once is not JSON after all.
void check_stored(const std::string& text);

/// The value of a text that was checked once. Throws `Corrupt` if it is not JSON after all, or is
/// nested deeper than a `Json` may be.
[[nodiscard]] Node read_tree(const std::string& text);
[[nodiscard]] inline Node read_tree(const Json& json) {
  return read_tree(json.text());
}

}  // namespace botstore::detail
