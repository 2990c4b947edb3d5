#pragma once

#include <concepts>
#include <optional>
#include <utility>

namespace botstore {

/// A value that clears a field that may be absent; see `Change`.
struct Cleared {};
inline constexpr Cleared cleared{};

/// What an update does to a field that may be absent: leave it (the default), set it, or clear it.
///
///     store.update_thread("t1", {.archived_at = now});
///     store.update_thread("t1", {.archived_at = botstore::cleared});
template <class T>
class Change {
 public:
  Change() = default;
  template <std::convertible_to<T> Value>
  Change(Value&& value) : touched_{true}, value_{std::forward<Value>(value)} {}
  Change(Cleared) : touched_{true} {}

  /// False: the field stays as it is.
  [[nodiscard]] bool touched() const noexcept { return touched_; }

  /// The field's new value; absent when the field is cleared. Means nothing unless `touched()`.
  [[nodiscard]] const std::optional<T>& value() const noexcept { return value_; }

 private:
  bool touched_ = false;
  std::optional<T> value_;
};

}  // namespace botstore
