#include "lib/storage/gate.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "botstore/error.hpp"

namespace botstore::detail {

namespace {

/// Throws why the wait for a turn is over without one, if it is.
void require_waiting(std::string_view operation, const CallOptions& call,
                     const std::stop_token& closing) {
  const auto fail = [&](ErrorCode code, const char* cause) {
    throw Error(code, {.context = std::string{operation}, .cause = cause});
  };
  if (call.stop.stop_requested())
    fail(ErrorCode::cancelled, "the caller asked to stop while it waited for another write to end");
  if (closing.stop_requested())
    fail(ErrorCode::cancelled, "the store was closed while it waited for another write to end");
  if (call.deadline && std::chrono::steady_clock::now() >= *call.deadline)
    fail(ErrorCode::timeout, "the deadline passed while it waited for another write to end");
}

}  // namespace

Gate::Turn Gate::enter(std::string_view operation, const CallOptions& call,
                       const std::stop_token& closing) {
  Waiter waiter;
  if (enter_or_queue(waiter)) return Turn{this};
  Turn turn{wait(waiter, call, closing) ? this : nullptr};
  require_waiting(operation, call, closing);
  return turn;
}

bool Gate::enter_or_queue(Waiter& waiter) {
  const std::lock_guard lock{mutex_};
  if (taken_) queue_.push_back(&waiter);
  return !std::exchange(taken_, true);
}

bool Gate::wait(Waiter& waiter, const CallOptions& call, const std::stop_token& closing) {
  const auto wake = [&] {
    const std::lock_guard lock{mutex_};
    waiter.changed.notify_one();
  };
  // A stop runs `wake` at once or on another thread, so the lock comes after these and goes first.
  const std::stop_callback on_stop{call.stop, wake};
  const std::stop_callback on_closing{closing, wake};
  std::unique_lock lock{mutex_};
  const auto is_over = [&] {
    return waiter.admitted || call.stop.stop_requested() || closing.stop_requested();
  };
  if (call.deadline)
    waiter.changed.wait_until(lock, *call.deadline, is_over);
  else
    waiter.changed.wait(lock, is_over);
  if (!waiter.admitted) queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
  return waiter.admitted;
}

void Gate::leave() noexcept {
  const std::lock_guard lock{mutex_};
  if (queue_.empty()) {
    taken_ = false;
    return;
  }
  Waiter& next = *queue_.front();
  queue_.pop_front();
  next.admitted = true;
  next.changed.notify_one();  // Under the lock: without it the waiter might be gone.
}

}  // namespace botstore::detail
