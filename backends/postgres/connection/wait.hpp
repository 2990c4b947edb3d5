#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>

#include "botstore/call_options.hpp"
#include "botstore/error.hpp"

/// \file
/// The one place where the backend waits for a server.

namespace botstore::postgres {

/// What ends a wait before it is over.
struct Limits {
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  std::stop_token stop{};        ///< Of the call.
  std::stop_token outer_stop{};  ///< Of the transaction that the call is made in.
  std::stop_token closing{};     ///< Of the store.

  [[nodiscard]] bool stopped() const noexcept;

  /// These limits with an earlier deadline, where `time` is one.
  [[nodiscard]] Limits until(std::chrono::steady_clock::time_point time) const;
};

[[nodiscard]] Limits limits_of(const CallOptions& call, std::stop_token closing);

/// Limits for cleaning up, which goes on when the caller does not wait any more.
[[nodiscard]] Limits limits_within(std::chrono::milliseconds time);

enum class Woken { ready, timed_out, stopped };

/// Whether there is time left at all.
[[nodiscard]] Woken check(const Limits& limits) noexcept;

/// `Timeout` or `Cancelled`, for a wait that ended with `why`, which is not `ready`.
[[nodiscard]] Error interruption(std::string_view operation, Woken why, const Limits& limits);

/// A descriptor that a stop makes readable. One belongs to each connection.
class Waker {
 public:
  Waker();  ///< Throws `ConnectionFailed` if the process has no descriptor left.
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  void wake() noexcept;
  void reset() noexcept;
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

/// Waits on a socket within limits. The limits and the waker outlive it.
class Waiting {
 public:
  Waiting(Waker& waker, const Limits& limits);

  enum class For { reading, writing, either };

  /// Returns `ready` when the socket can be read or written, or is broken. A deadline that is over
  /// and a stop win over a socket that is ready.
  [[nodiscard]] Woken wait(int socket, For what);

 private:
  using Callback = std::stop_callback<std::function<void()>>;

  void watch(std::optional<Callback>& callback, const std::stop_token& token);

  Waker& waker_;
  const Limits& limits_;
  std::optional<Callback> on_stop_;
  std::optional<Callback> on_outer_stop_;
  std::optional<Callback> on_closing_;
};

/// True if the socket can be read without waiting, or is broken.
[[nodiscard]] bool readable_now(int socket) noexcept;

}  // namespace botstore::postgres
