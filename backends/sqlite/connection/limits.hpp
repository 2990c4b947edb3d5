#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>

#include "botstore/call_options.hpp"
#include "botstore/error.hpp"

namespace botstore::sqlite {

/// What ends a call that waits for a lock or works for long.
struct Limits {
  CallOptions call{};
  CallOptions outer{};  ///< Of the transaction that the call is made in.
  std::stop_token closing{};

  [[nodiscard]] bool stopped() const noexcept;
  [[nodiscard]] bool timed_out() const noexcept;
};

/// `Timeout` or `Cancelled`, whichever the limits say has come.
[[nodiscard]] Error interruption(std::string_view operation, const Limits& limits);

}  // namespace botstore::sqlite
