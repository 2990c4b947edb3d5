#pragma once

#include <string>

#include "botstore/json.hpp"

/// \file
/// What becomes of JSON of other programs that a `Json` does not hold.

namespace botstore::from {

struct Adapted {
  Json json{};
  bool changed = false;  ///< It is not what the other program has stored.
  bool is_text = false;  ///< It was no JSON, and is kept as a string.
  bool wrapped = false;  ///< It was no object, and became a member of one.
};

/// JSON text as it is, byte for byte, if a `Json` holds it. Else with U+FFFD for each `\u0000` and
/// for each half of a surrogate pair. What no `Json` holds even so, and what is not JSON at all, is
/// kept as a JSON string of the whole text.
[[nodiscard]] Adapted adapt_json(const std::string& text);

/// An object as it is; of a JSON string that holds an object, that object. Anything else becomes
/// the member `value` of an object, but null, which is an empty one.
[[nodiscard]] Adapted adapt_object(const std::string& text);

}  // namespace botstore::from
