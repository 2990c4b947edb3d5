#pragma once

#include <functional>

#include "botstore/error.hpp"
#include "lib/wait/limits.hpp"

namespace botstore::detail {

/// Does `work`, up to `attempts` times in all, again after each `Error` that `again` accepts, with
/// a jittered pause that grows from one attempt to the next. The last error passes; so does any
/// after which the limits leave no time for the pause.
void retry(int attempts, const Limits& limits, const std::function<bool(const Error&)>& again,
           const std::function<void()>& work);

}  // namespace botstore::detail
