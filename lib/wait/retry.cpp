#include "lib/wait/retry.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "lib/random.hpp"
#include "lib/wait/wait.hpp"

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

}  // namespace

void retry(int attempts, const Limits& limits, const std::function<bool(const Error&)>& again,
           const std::function<void()>& work) {
  for (int attempt = 1;; ++attempt) {
    try {
      return work();
    } catch (const Error& error) {
      if (attempt >= attempts || !again(error)) throw;
      const auto next = steady_clock::now() + pause_after(attempt);
      if (limits.deadline && next >= *limits.deadline) throw;
      if (pause_until(next, limits)) throw;
    }
  }
}

}  // namespace botstore::detail
