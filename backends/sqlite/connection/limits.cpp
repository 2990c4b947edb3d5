#include "backends/sqlite/connection/limits.hpp"

#include <string>

namespace botstore::sqlite {

namespace {

bool is_over(const CallOptions& call) noexcept {
  return call.deadline && std::chrono::steady_clock::now() >= *call.deadline;
}

}  // namespace

bool Limits::stopped() const noexcept {
  return call.stop.stop_requested() || outer.stop.stop_requested() || closing.stop_requested();
}

bool Limits::timed_out() const noexcept {
  return is_over(call) || is_over(outer);
}

Error interruption(std::string_view operation, const Limits& limits) {
  const std::string context{operation};
  if (!limits.stopped())
    return {ErrorCode::timeout,
            {.context = context, .cause = "the deadline passed before it was done"}};
  return {ErrorCode::cancelled,
          {.context = context,
           .cause = limits.closing.stop_requested() ? "the store was closed while it was running"
                                                    : "the caller asked to stop"}};
}

}  // namespace botstore::sqlite
