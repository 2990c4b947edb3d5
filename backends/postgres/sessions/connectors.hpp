#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>

namespace botstore::postgres {

/// Threads that make connections for a pool, each as long as its work finds something to make: what
/// one has begun does not end with the caller who wanted it first.
class Connectors {
 public:
  using Work = std::function<void(const std::stop_token& stop)>;

  explicit Connectors(Work work) : work_{std::move(work)} {}
  ~Connectors() { stop(); }
  Connectors(const Connectors&) = delete;
  Connectors& operator=(const Connectors&) = delete;

  /// Does the work once more, on another thread. Throws std::system_error if the system has none.
  void start();

  /// Asks all to stop and waits for them. None is started any more.
  void stop() noexcept;

 private:
  struct Worker {
    std::atomic<bool> done = false;
    std::jthread thread{};
  };

  const Work work_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::list<Worker> workers_;
};

}  // namespace botstore::postgres
