#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string_view>

namespace botstore::detail {

/// Counts what is under way in a store, so that close() can refuse, wait, cancel and release in
/// that order. Safe to use from many threads.
///
/// A call counts while it is inside the library. A transaction counts as a call while it begins and
/// ends, and as a body while the user's function runs: close() waits for bodies no longer than its
/// grace, for it cannot end a function of somebody else's.
class Lifecycle {
 public:
  /// A call enters. Throws `Closed` once close() has begun; `in_body` calls, which a transaction's
  /// function makes, are refused only once the grace is over.
  void enter(std::string_view operation, bool in_body);
  void leave() noexcept;

  /// The calling thread goes from its call into the user's function, and back. Coming back after
  /// the grace waits until the store has been released, so that what is undone then meets nobody.
  void enter_body() noexcept;
  void leave_body() noexcept;

  /// Is asked to stop once the grace of close() is over.
  [[nodiscard]] std::stop_token closing() const noexcept { return stop_.get_token(); }

  /// The first call does the work and runs `release` at the end; others wait for it.
  void close(std::chrono::steady_clock::duration grace, const std::function<void()>& release);

 private:
  void notify() noexcept;
  void wait_until_idle(std::chrono::steady_clock::duration grace);

  std::atomic<std::int64_t> calls_ = 0;
  std::atomic<std::int64_t> bodies_ = 0;
  std::atomic<bool> closing_ = false;
  std::atomic<bool> cancelled_ = false;
  std::stop_source stop_;

  std::mutex close_mutex_;    // Held by the one close() that does the work.
  std::mutex release_mutex_;  // Held from cancelling to the end of the release.
  std::mutex idle_mutex_;
  std::condition_variable idle_;
};

}  // namespace botstore::detail
