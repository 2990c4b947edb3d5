#pragma once

#include <optional>
#include <string>

#include "botstore/json.hpp"

namespace botstore::detail {

/// A key that comes twice in one object of `json`, at any depth; absent if none does. Keys are
/// compared without their escapes.
[[nodiscard]] std::optional<std::string> find_duplicate_key(const Json& json);

}  // namespace botstore::detail
