#include "lib/retry.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "lib/random.hpp"

namespace botstore::detail {

namespace {

using std::chrono::steady_clock;

/// Between nothing and the whole of 2, 4, 8, … milliseconds, 128 at the most, so that callers who
/// failed together do not come back together.
steady_clock::duration pause_after(int attempt) {
  const std::chrono::microseconds longest =
      std::chrono::milliseconds{1} * (1 << std::min(attempt, 7));
  return std::chrono::microseconds{random_bits() % static_cast<std::uint64_t>(longest.count() + 1)};
}

/// Waits until `time`; false if a stop is requested before.
bool wait_until(steady_clock::time_point time, const std::stop_token& closing,
                const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  const auto rouse = [&] {
    const std::lock_guard lock{mutex};
    wake.notify_all();
  };
  const std::stop_callback on_closing{closing, rouse};
  const std::stop_callback on_stop{stop, rouse};
  std::unique_lock lock{mutex};
  return !wake.wait_until(lock, time,
                          [&] { return closing.stop_requested() || stop.stop_requested(); });
}

}  // namespace

void retry(int attempts, const std::stop_token& closing, const CallOptions& call,
           const std::function<bool(const Error&)>& again, const std::function<void()>& work) {
  for (int attempt = 1;; ++attempt) {
    try {
      return work();
    } catch (const Error& error) {
      if (attempt >= attempts || !again(error)) throw;
      const auto next = steady_clock::now() + pause_after(attempt);
      if (call.deadline && next >= *call.deadline) throw;
      if (!wait_until(next, closing, call.stop)) throw;
    }
  }
}

}  // namespace botstore::detail
