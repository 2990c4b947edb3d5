#include "tools/interrupt.hpp"

#include <pthread.h>

namespace botstore::tools {

namespace {

/// Only wakes the waiter at the end.
constexpr int wake_signal = SIGUSR1;

sigset_t waited_for() {
  sigset_t signals{};
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, wake_signal}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const auto signals = waited_for();
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
  waiter_ = std::thread{[this, signals] {
    int number = 0;
    if (sigwait(&signals, &number) == 0 && number != wake_signal) source_.request_stop();
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
