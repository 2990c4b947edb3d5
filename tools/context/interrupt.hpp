#pragma once

#include <csignal>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace botstore::tools {

/// Turns Ctrl-C and SIGTERM into a stop that calls of the store see, for commands that run until
/// then. A second one ends the program, wherever it is. Make it before the store: threads that
/// exist already would still be ended by the signals.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const noexcept { return source_.get_token(); }

  /// Waits so long; false if a signal came before or meanwhile.
  [[nodiscard]] bool wait(std::chrono::steady_clock::duration time);

 private:
  sigset_t before_{};
  std::stop_source source_{};
  std::mutex mutex_{};
  std::condition_variable_any changed_{};
  std::thread waiter_{};
};

}  // namespace botstore::tools
