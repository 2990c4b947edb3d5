#pragma once

#include <optional>

#include "lib/wait/wait.hpp"

/// \file
/// The one place where the backend waits for a server.

namespace botstore::postgres {

using detail::End;
using detail::interruption;
using detail::Limits;
using detail::limits_of;
using detail::limits_within;

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

  /// Returns when the socket can be read or written, or is broken; or what ended the wait. Limits
  /// that are over already win over a socket that is ready.
  [[nodiscard]] std::optional<End> wait(int socket, For what);

 private:
  Waker& waker_;
  const Limits& limits_;
  detail::OnStop on_stop_;
};

/// True if the socket can be read without waiting, or is broken.
[[nodiscard]] bool readable_now(int socket) noexcept;

}  // namespace botstore::postgres
