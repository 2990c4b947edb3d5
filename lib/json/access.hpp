#pragma once

#include <string>
#include <utility>

#include "botstore/json.hpp"
#include "lib/text/json/writer.hpp"

namespace botstore {

/// Makes a `Json` of text that is known to be one.
struct JsonAccess {
  [[nodiscard]] static Json adopt(std::string text) { return Json{std::move(text)}; }
};

namespace detail {

[[nodiscard]] inline Json to_json(const Node& node) {
  std::string text;
  write_node(text, node);
  return JsonAccess::adopt(std::move(text));
}

}  // namespace detail

}  // namespace botstore
