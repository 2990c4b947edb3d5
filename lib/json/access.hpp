#pragma once

#include <string>
#include <utility>

#include "botstore/json.hpp"

namespace botstore {

/// Makes a `Json` of text that is known to be one.
struct JsonAccess {
  [[nodiscard]] static Json adopt(std::string text) { return Json{std::move(text)}; }
};

}  // namespace botstore
