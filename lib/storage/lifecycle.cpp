#include "lib/storage/lifecycle.hpp"

#include <string>

#include "botstore/error.hpp"
#include "lib/wait/wait.hpp"

namespace botstore::detail {

// The counters and the flags are sequentially consistent: either a call sees the flag that close()
// has set, or close() sees the call in its counter.

void Lifecycle::enter(std::string_view operation, bool in_body) {
  ++calls_;
  if (in_body ? !cancelled_ : !closing_) return;
  leave();
  throw Error(ErrorCode::closed,
              {.context = std::string{operation}, .cause = "the store is closed"});
}

void Lifecycle::leave() noexcept {
  --calls_;
  notify();
}

void Lifecycle::enter_body() noexcept {
  ++bodies_;
  leave();
}

void Lifecycle::leave_body() noexcept {
  ++calls_;
  if (cancelled_) {
    leave();
    const std::lock_guard after_release{release_mutex_};
    ++calls_;
  }
  --bodies_;
  notify();
}

void Lifecycle::notify() noexcept {
  if (!closing_) return;
  const std::lock_guard lock{idle_mutex_};
  idle_.notify_all();
}

void Lifecycle::wait_until_idle(std::chrono::steady_clock::duration grace) {
  constexpr auto longest = std::chrono::hours{24 * 365};  // More would overflow the clock.
  BoundedWait idle{idle_mutex_,
                   idle_,
                   {.deadline = std::chrono::steady_clock::now() +
                                std::min<std::chrono::steady_clock::duration>(grace, longest)}};
  std::unique_lock lock{idle_mutex_};
  static_cast<void>(idle.until(lock, [this] { return calls_ == 0 && bodies_ == 0; }));
}

void Lifecycle::close(std::chrono::steady_clock::duration grace,
                      const std::function<void()>& release) {
  const std::lock_guard one_at_a_time{close_mutex_};
  if (closing_.exchange(true)) return;
  wait_until_idle(grace);

  const std::lock_guard releasing{release_mutex_};
  cancelled_ = true;
  stop_.request_stop();
  {
    std::unique_lock lock{idle_mutex_};
    idle_.wait(lock, [this] { return calls_ == 0; });
  }
  release();
}

}  // namespace botstore::detail
