#pragma once

#include <mutex>
#include <shared_mutex>

namespace botstore::memory {

/// A shared mutex that readers cannot keep from a writer: `std::shared_mutex` may let new ones in
/// while a writer waits, and then never lets that one in. Here all pass a turnstile, which a writer
/// keeps closed until those who are inside have left.
class TurnstileMutex {
 public:
  void lock() {
    const std::lock_guard passing{turnstile_};
    mutex_.lock();
  }
  void unlock() { mutex_.unlock(); }

  void lock_shared() {
    const std::lock_guard passing{turnstile_};
    mutex_.lock_shared();
  }
  void unlock_shared() { mutex_.unlock_shared(); }

 private:
  std::mutex turnstile_;
  std::shared_mutex mutex_;
};

}  // namespace botstore::memory
