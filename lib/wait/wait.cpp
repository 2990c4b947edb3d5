#include "lib/wait/wait.hpp"

#include <utility>

namespace botstore::detail {

OnStop::OnStop(const Limits& limits, std::function<void()> wake)
    : wake_{std::move(wake)},
      on_stop_{limits.stop, std::cref(wake_)},
      on_outer_stop_{limits.outer_stop, std::cref(wake_)},
      on_closing_{limits.closing, std::cref(wake_)} {}

// A stop that comes between a look at the limits and the wait finds the mutex held, so its
// notification comes when the wait has begun.
BoundedWait::BoundedWait(std::mutex& mutex, std::condition_variable& changed, const Limits& limits)
    : mutex_{mutex}, changed_{changed}, limits_{limits}, on_stop_{limits_, [this] {
                                                                    const std::lock_guard lock{
                                                                        mutex_};
                                                                    changed_.notify_all();
                                                                  }} {}

void BoundedWait::wait_for_change(std::unique_lock<std::mutex>& lock) {
  if (limits_.deadline)
    changed_.wait_until(lock, *limits_.deadline);
  else
    changed_.wait(lock);
}

std::optional<End> pause_until(std::chrono::steady_clock::time_point time, const Limits& limits) {
  std::mutex mutex;
  std::condition_variable changed;
  BoundedWait wait{mutex, changed, limits.until(time)};
  std::unique_lock lock{mutex};
  static_cast<void>(wait.until(lock, [] { return false; }));
  return limits.over();
}

}  // namespace botstore::detail
