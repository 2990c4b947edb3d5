#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/json.hpp"

/// \file
/// JSON of lines. A line may hold several values that are each as large and as deep as a `Json` may
/// be, so as a whole it may be more than one; and of a value inside it the very bytes are wanted.

namespace botstore::transfer {

/// Appends `value` as a JSON string, escaped as JSON.stringify does it.
void append_string(std::string& out, std::string_view value);

/// The members of an object: keys, and the bytes of their values, which are balanced and otherwise
/// unchecked. They refer to `text`, but for keys with escapes, which are refused. Throws
/// std::runtime_error that says what is wrong and at which byte.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> split_object(
    std::string_view text);

/// What a JSON string says, without a limit on its length. Its UTF-8 is not checked. Throws
/// std::runtime_error.
[[nodiscard]] std::string unquote(std::string_view json);

/// The one text that all JSON of the same meaning has: no spacing, keys by their bytes, of one that
/// comes twice the last, strings as append_string writes them, and numbers as an integer that does
/// not end in 0, `e`, and the power of ten.
[[nodiscard]] std::string canonical(const Json& json);

}  // namespace botstore::transfer
