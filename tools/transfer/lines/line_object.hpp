#pragma once

#include <string_view>
#include <utility>
#include <vector>

/// \file
/// The JSON object that a line is. It may hold several values that are each as large and as deep as
/// a `Json` may be, so as a whole it may be more than one; and of a value inside it the very bytes
/// are wanted.

namespace botstore::transfer {

/// The members of an object: keys, and the bytes of their values, which are balanced and otherwise
/// unchecked. They refer to `text`, but for keys with escapes, which are refused. Throws
/// std::runtime_error that says what is wrong and at which byte.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> split_object(
    std::string_view text);

}  // namespace botstore::transfer
