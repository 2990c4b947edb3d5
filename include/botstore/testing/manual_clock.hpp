#pragma once

#include <atomic>
#include <chrono>

#include "botstore/time.hpp"

namespace botstore::testing {

/// A clock that stands still until it is told to move. Safe to use from many threads; the clocks
/// that it hands out refer to it.
class ManualClock {
 public:
  explicit ManualClock(Timestamp start = Timestamp{std::chrono::sys_days{std::chrono::year{2026} /
                                                                         3 / 1}})
      : now_{start.time_since_epoch()} {}

  [[nodiscard]] Timestamp now() const noexcept { return Timestamp{now_.load()}; }
  void advance(std::chrono::microseconds by) noexcept { now_ = now_.load() + by; }
  void set(Timestamp time) noexcept { now_ = time.time_since_epoch(); }

  /// This clock, for a store.
  [[nodiscard]] Clock clock() {
    return [this] { return now(); };
  }

 private:
  std::atomic<std::chrono::microseconds> now_;
};

}  // namespace botstore::testing
