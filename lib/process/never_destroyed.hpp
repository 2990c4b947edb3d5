#pragma once

#include <atomic>
#include <memory>

namespace botstore::detail {

/// What has static storage and owns something: made at its first use, and never destroyed. A user's
/// global object that was made before the library was first used is destroyed after what has been
/// made since, and its destructor may still call the library.
///
/// Nobody waits for it while it is made, so a child that is forked just then does not wait for
/// ever. Of two that are made at once one is kept.
///
///     static constinit NeverDestroyed<std::string> sql;
///     Query query{connection, sql.get([] { return fmt::format("select {} …", columns); })};
template <class T>
class NeverDestroyed {
 public:
  constexpr NeverDestroyed() = default;
  NeverDestroyed(const NeverDestroyed&) = delete;
  NeverDestroyed& operator=(const NeverDestroyed&) = delete;

  /// The object, which is default-constructed or what `make()` returns.
  [[nodiscard]] T& get() {
    return get_or([] { return std::make_unique<T>(); });
  }
  template <class Make>
  [[nodiscard]] T& get(const Make& make) {
    return get_or([&] { return std::make_unique<T>(make()); });
  }

 private:
  template <class Make>
  T& get_or(const Make& make) {
    T* made = object_.load(std::memory_order_acquire);
    if (made != nullptr) return *made;
    auto mine = make();
    return object_.compare_exchange_strong(made, mine.get(), std::memory_order_acq_rel)
               ? *mine.release()
               : *made;
  }

  std::atomic<T*> object_ = nullptr;
};

}  // namespace botstore::detail
