#pragma once

/// \file
/// For authors of backends: what filters and merges mean, defined once.

#include <span>
#include <string>

#include "botstore/export.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"

namespace botstore::backend {

/// A `Json` from text that this library checked when it was written; it is not checked again.
[[nodiscard]] BOTSTORE_EXPORT Json adopt_json(std::string checked_text);

/// True if the object satisfies every condition. A backend that evaluates filters in a database
/// must come to the same answer.
[[nodiscard]] BOTSTORE_EXPORT bool matches(const Json& object, const JsonFilter& filter);

/// `object` without `removed`, and with the members of `patch` over its own (`nullptr`: none). Both
/// are objects. A null is a value: it is stored, it removes nothing.
[[nodiscard]] BOTSTORE_EXPORT Json merge_objects(const Json& object,
                                                 std::span<const std::string> removed,
                                                 const Json* patch);

/// The merge of message contents: at the top level, and where both sides have an object under
/// `metadata`, one level deeper there. Both are objects.
[[nodiscard]] BOTSTORE_EXPORT Json merge_contents(const Json& content, const Json& patch);

}  // namespace botstore::backend
