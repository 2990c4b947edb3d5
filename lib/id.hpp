#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace botstore::detail {

/// Times for ids: 48 bits of milliseconds since 1970 and 12 bits of a fraction of one.
class IdClock {
 public:
  /// The time `now`, or the next after the one handed out last if the clock has not moved on or
  /// steps back. Lock-free, so that a child forked in the middle of it is not stuck.
  [[nodiscard]] std::uint64_t next(std::chrono::system_clock::time_point now) noexcept;

 private:
  std::atomic<std::uint64_t> last_{0};
};

/// The UUID of version 7 with a time of an IdClock and the lower 62 bits of `random`.
[[nodiscard]] std::string format_id(std::uint64_t time, std::uint64_t random);

}  // namespace botstore::detail
