#include "lib/wait/gate.hpp"

#include <algorithm>

#include "lib/wait/wait.hpp"

namespace botstore::detail {

Gate::Turn Gate::enter(std::string_view operation, const Limits& limits) {
  Waiter waiter;
  Turn turn{enter_or_queue(waiter) || wait(waiter, limits) ? this : nullptr};
  require_time(operation, limits, "while it waited for another write to end");
  return turn;
}

bool Gate::enter_or_queue(Waiter& waiter) {
  const std::lock_guard lock{mutex_};
  if (taken_) queue_.push_back(&waiter);
  return !std::exchange(taken_, true);
}

bool Gate::wait(Waiter& waiter, const Limits& limits) {
  BoundedWait turn{mutex_, waiter.changed, limits};
  std::unique_lock lock{mutex_};
  if (!turn.until(lock, [&] { return waiter.admitted; })) return true;
  queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
  return false;
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
