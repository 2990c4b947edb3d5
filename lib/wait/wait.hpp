#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "lib/wait/limits.hpp"

namespace botstore::detail {

/// Calls `wake` when a stop of the limits is requested, as long as this lives: on the thread that
/// requests it, or at once where one has been.
class OnStop {
 public:
  OnStop(const Limits& limits, std::function<void()> wake);
  OnStop(const OnStop&) = delete;
  OnStop& operator=(const OnStop&) = delete;

 private:
  using Callback = std::stop_callback<std::reference_wrapper<const std::function<void()>>>;

  const std::function<void()> wake_;
  Callback on_stop_;
  Callback on_outer_stop_;
  Callback on_closing_;
};

/// A wait on a condition variable within limits. A stop takes the mutex, so this is neither made
/// nor destroyed under it.
class BoundedWait {
 public:
  BoundedWait(std::mutex& mutex, std::condition_variable& changed, const Limits& limits);

  /// Waits until `done()`, which is called under `lock`, a lock of the mutex. Returns what ended
  /// the wait before that, if something did.
  template <class Done>
  [[nodiscard]] std::optional<End> until(std::unique_lock<std::mutex>& lock, const Done& done) {
    while (!done()) {
      if (const auto end = limits_.over()) return end;
      wait_for_change(lock);
    }
    return std::nullopt;
  }

 private:
  void wait_for_change(std::unique_lock<std::mutex>& lock);

  std::mutex& mutex_;
  std::condition_variable& changed_;
  const Limits limits_;
  OnStop on_stop_;
};

/// Waits until `time`; returns what ended the call before that, if something did.
[[nodiscard]] std::optional<End> pause_until(std::chrono::steady_clock::time_point time,
                                             const Limits& limits);

}  // namespace botstore::detail
