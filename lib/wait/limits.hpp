#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "botstore/call_options.hpp"
#include "botstore/error.hpp"

namespace botstore::detail {

/// What ended a call before it was done.
enum class End {
  stop,      ///< Its caller, or the caller of its transaction, asked to stop.
  closing,   ///< The grace of its store's close() was over.
  deadline,  ///< Its deadline, or that of its transaction, passed.
};

/// What ends waits, and work that takes long: every wait heeds all of it.
struct Limits {
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  std::stop_token stop{};        ///< Of the call.
  std::stop_token outer_stop{};  ///< Of the transaction that the call is made in.
  std::stop_token closing{};     ///< Of the store.

  /// What has ended the call, if something has; of several, the first in the order of `End`.
  [[nodiscard]] std::optional<End> over() const noexcept;

  /// How much is left until the deadline, nothing behind it; absent without one.
  [[nodiscard]] std::optional<std::chrono::steady_clock::duration> time_left() const noexcept;

  /// These limits with an earlier deadline, where `time` is one.
  [[nodiscard]] Limits until(std::chrono::steady_clock::time_point time) const;
};

/// The limits of a call to a store; inside a transaction, with those of `outer`, its own call.
[[nodiscard]] Limits limits_of(const CallOptions& call, std::stop_token closing,
                               const CallOptions& outer = {});

/// Limits for cleaning up, which goes on when the caller does not wait any more.
[[nodiscard]] Limits limits_within(std::chrono::milliseconds time);

/// What happened and when, a clause for an error: `the deadline passed before it was done`.
[[nodiscard]] std::string cause_of(End end, std::string_view when);

/// `Timeout` or `Cancelled`, for a call that `end` has ended.
[[nodiscard]] Error interruption(std::string_view operation, End end,
                                 std::string_view when = "before it was done");

/// Throws the interruption if the limits are over.
void require_time(std::string_view operation, const Limits& limits, std::string_view when);

}  // namespace botstore::detail
