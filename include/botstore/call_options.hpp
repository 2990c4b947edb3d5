#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

namespace botstore {

/// How fresh an answer must be.
enum class Consistency {
  latest,    ///< Sees every write that was acknowledged before the call.
  eventual,  ///< May come from a replica that lags behind; a backend without one answers `latest`.
};

/// How long one call may take, who may stop it, and how fresh its answer must be. Every operation
/// takes one as its last argument.
struct CallOptions {
  /// When the caller stops waiting: queueing, connecting and executing included. A call that cannot
  /// finish by then throws `Timeout` and has not been done, or `OutcomeUnknown` if nobody can tell.
  /// Absent: no limit of the caller's own.
  std::optional<std::chrono::steady_clock::time_point> deadline{};

  /// Ends the call with `Cancelled` once a stop is requested, under the same rule.
  std::stop_token stop{};

  Consistency consistency = Consistency::latest;

  /// Options whose deadline lies `time` from now.
  [[nodiscard]] static CallOptions within(std::chrono::steady_clock::duration time) {
    return {.deadline = std::chrono::steady_clock::now() + time};
  }
};

}  // namespace botstore
