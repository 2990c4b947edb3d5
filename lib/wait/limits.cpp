#include "lib/wait/limits.hpp"

#include <algorithm>
#include <utility>

namespace botstore::detail {

namespace {

using std::chrono::steady_clock;

std::string_view describe(End end) noexcept {
  switch (end) {
    case End::stop:
      return "the caller asked to stop";
    case End::closing:
      return "the store was closed";
    case End::deadline:
      break;
  }
  return "the deadline passed";
}

}  // namespace

std::optional<End> Limits::over() const noexcept {
  if (stop.stop_requested() || outer_stop.stop_requested()) return End::stop;
  if (closing.stop_requested()) return End::closing;
  if (deadline && steady_clock::now() >= *deadline) return End::deadline;
  return std::nullopt;
}

std::optional<steady_clock::duration> Limits::time_left() const noexcept {
  if (!deadline) return std::nullopt;
  return std::max(*deadline - steady_clock::now(), steady_clock::duration::zero());
}

Limits Limits::until(steady_clock::time_point time) const {
  Limits earlier = *this;
  earlier.deadline = deadline ? std::min(*deadline, time) : time;
  return earlier;
}

Limits limits_of(const CallOptions& call, std::stop_token closing, const CallOptions& outer) {
  const Limits limits{.deadline = call.deadline,
                      .stop = call.stop,
                      .outer_stop = outer.stop,
                      .closing = std::move(closing)};
  return outer.deadline ? limits.until(*outer.deadline) : limits;
}

Limits limits_within(std::chrono::milliseconds time) {
  return {.deadline = steady_clock::now() + time};
}

std::string cause_of(End end, std::string_view when) {
  return std::string{describe(end)}.append(" ").append(when);
}

Error interruption(std::string_view operation, End end, std::string_view when) {
  return {end == End::deadline ? ErrorCode::timeout : ErrorCode::cancelled,
          {.context = std::string{operation}, .cause = cause_of(end, when)}};
}

void require_time(std::string_view operation, const Limits& limits, std::string_view when) {
  if (const auto end = limits.over()) throw interruption(operation, *end, when);
}

}  // namespace botstore::detail
