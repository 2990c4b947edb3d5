#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <utility>

#include "lib/wait/limits.hpp"

namespace botstore::detail {

/// Lets one writer in at a time, in the order in which they come.
class Gate {
 public:
  /// The right to write, until it is destroyed.
  class Turn {
   public:
    Turn() = default;
    explicit Turn(Gate* gate) noexcept : gate_{gate} {}
    Turn(Turn&& other) noexcept : gate_{std::exchange(other.gate_, nullptr)} {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    Gate* gate_ = nullptr;
  };

  /// Waits for a turn. Throws `Timeout` or `Cancelled` once the limits are over.
  [[nodiscard]] Turn enter(std::string_view operation, const Limits& limits);

 private:
  struct Waiter {
    std::condition_variable changed{};
    bool admitted = false;
  };

  [[nodiscard]] bool enter_or_queue(Waiter& waiter);
  [[nodiscard]] bool wait(Waiter& waiter, const Limits& limits);
  void leave() noexcept;

  std::mutex mutex_;
  bool taken_ = false;
  std::deque<Waiter*> queue_;
};

}  // namespace botstore::detail
