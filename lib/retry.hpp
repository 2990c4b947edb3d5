#pragma once

#include <functional>
#include <stop_token>

#include "botstore/call_options.hpp"
#include "botstore/error.hpp"

namespace botstore::detail {

/// Does `work`, up to `attempts` times in all, again after each `Error` that `again` accepts, with
/// a jittered pause that grows from one attempt to the next. The last error passes; so does any
/// that comes when the deadline is over before the next attempt, or a stop is requested.
void retry(int attempts, const std::stop_token& closing, const CallOptions& call,
           const std::function<bool(const Error&)>& again, const std::function<void()>& work);

}  // namespace botstore::detail
