#pragma once

#include "lib/text/json/tree.hpp"

namespace botstore::detail {

/// Equality of meaning, as `Json`'s operator== defines it.
[[nodiscard]] bool same_meaning(const Node& left, const Node& right);

}  // namespace botstore::detail
