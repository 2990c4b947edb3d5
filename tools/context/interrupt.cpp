#include "tools/context/interrupt.hpp"

#include <pthread.h>

#include <initializer_list>

namespace botstore::tools {

namespace {

/// Only wakes the waiter at the end.
constexpr int wake_signal = SIGUSR1;

sigset_t set_of(std::initializer_list<int> numbers) {
  sigset_t signals{};
  sigemptyset(&signals);
  for (const int number : numbers) sigaddset(&signals, number);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const auto signals = set_of({SIGINT, SIGTERM, wake_signal});
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
  waiter_ = std::thread{[this, signals] {
    int number = 0;
    if (sigwait(&signals, &number) != 0 || number == wake_signal) return;
    source_.request_stop();
    // Somebody who asks again is tired of waiting: here the signals are delivered from now on.
    const auto ending = set_of({SIGINT, SIGTERM});
    const auto waking = set_of({wake_signal});
    pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
    sigwait(&waking, &number);
  }};
}

Interrupt::~Interrupt() {
  pthread_kill(waiter_.native_handle(), wake_signal);
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool Interrupt::wait(std::chrono::steady_clock::duration time) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, source_.get_token(), time, [] { return false; });
  return !source_.stop_requested();
}

}  // namespace botstore::tools
