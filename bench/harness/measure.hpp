#pragma once

#include <chrono>
#include <functional>
#include <vector>

namespace bench {

/// One call of an operation, by one caller. Each caller has its own, and calls it on its thread.
using Turn = std::function<void()>;

struct Figures {
  double per_second = 0;
  double p50_us = 0;
  double p95_us = 0;
  double p99_us = 0;
  double cpu_us = 0;  ///< Of this process, user and system, for each call.
};

/// Lets all callers call at the same time, for `warmup` unobserved and then for `time`, or a
/// multiple of it until a call was finished. Throws what a caller throws.
[[nodiscard]] Figures measure(const std::vector<Turn>& callers,
                              std::chrono::duration<double> warmup,
                              std::chrono::duration<double> time);

}  // namespace bench
