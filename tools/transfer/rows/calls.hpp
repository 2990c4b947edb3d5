#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "botstore/call_options.hpp"

namespace botstore::transfer {

/// What holds for the calls of a transfer. It makes many, and may take as long as they do: the
/// timeout is that of each.
struct Calls {
  std::optional<std::chrono::steady_clock::duration> timeout{};
  std::stop_token stop{};

  /// The options of a call that begins now.
  [[nodiscard]] CallOptions operator()() const {
    auto options = timeout ? CallOptions::within(*timeout) : CallOptions{};
    options.stop = stop;
    return options;
  }
};

}  // namespace botstore::transfer
