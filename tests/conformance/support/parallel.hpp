#pragma once

#include <functional>

namespace botstore::testing {

/// Calls `body(0)` to `body(count - 1)`, each on a thread of its own, all let go at once, and waits
/// for all of them. Throws what the first of them threw, by number.
void in_parallel(int count, const std::function<void(int)>& body);

}  // namespace botstore::testing
