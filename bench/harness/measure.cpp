#include "bench/harness/measure.hpp"

#include <sys/resource.h>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "bench/harness/histogram.hpp"

namespace bench {

namespace {

using std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

enum class Phase { warming, measuring, over };

Seconds cpu_time() noexcept {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return Seconds{static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6};
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// The callers' threads, and what they have in common.
class Crowd {
 public:
  explicit Crowd(const std::vector<Turn>& turns) : times_(turns.size()) {
    for (std::size_t i = 0; i < turns.size(); ++i)
      threads_.emplace_back([this, &turn = turns[i], &times = times_[i]] { call(turn, times); });
  }

  /// Waits for so long, or until a caller fails; says whether to go on.
  bool wait(Seconds time) {
    std::unique_lock lock{mutex_};
    return !failed_.wait_for(lock, time, [this] { return failure_ != nullptr; });
  }

  /// True once a call was measured.
  [[nodiscard]] bool has_measured() const noexcept {
    return measured_.load(std::memory_order_relaxed);
  }

  void enter(Phase phase) noexcept { phase_.store(phase, std::memory_order_relaxed); }

  /// Every caller's times, once all have come back.
  [[nodiscard]] Histogram finish() {
    enter(Phase::over);
    for (auto& thread : threads_) thread.join();
    if (failure_) std::rethrow_exception(failure_);
    Histogram all;
    for (const auto& times : times_) all.add(times);
    return all;
  }

 private:
  void call(const Turn& turn, Histogram& times) noexcept {
    try {
      auto begun = steady_clock::now();
      for (auto phase = Phase::warming; phase != Phase::over;) {
        turn();
        const auto ended = steady_clock::now();
        phase = phase_.load(std::memory_order_relaxed);
        if (phase == Phase::measuring) {
          if (times.count() == 0) measured_.store(true, std::memory_order_relaxed);
          times.add(ended - begun);
        }
        begun = ended;
      }
    } catch (...) {
      const std::lock_guard lock{mutex_};
      if (!failure_) failure_ = std::current_exception();
      failed_.notify_one();
    }
  }

  std::atomic<Phase> phase_ = Phase::warming;
  std::atomic<bool> measured_ = false;
  std::mutex mutex_;
  std::condition_variable failed_;
  std::exception_ptr failure_;
  std::vector<Histogram> times_;
  std::vector<std::jthread> threads_;
};

double microseconds(std::chrono::nanoseconds time) noexcept {
  return static_cast<double>(time.count()) / 1'000;
}

}  // namespace

Figures measure(const std::vector<Turn>& callers, Seconds warmup, Seconds time) {
  Crowd crowd{callers};
  crowd.wait(warmup);
  const auto cpu_before = cpu_time();
  const auto begun = steady_clock::now();
  crowd.enter(Phase::measuring);
  while (crowd.wait(time) && !crowd.has_measured()) {
  }
  const Seconds elapsed = steady_clock::now() - begun;
  const auto cpu = cpu_time() - cpu_before;
  const auto times = crowd.finish();
  const auto count = static_cast<double>(times.count());
  return {.per_second = count / elapsed.count(),
          .p50_us = microseconds(times.quantile(0.50)),
          .p95_us = microseconds(times.quantile(0.95)),
          .p99_us = microseconds(times.quantile(0.99)),
          .cpu_us = cpu.count() * 1e6 / count};
}

}  // namespace bench
