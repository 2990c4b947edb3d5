#pragma once

#include <string_view>

#include "botstore/error.hpp"

namespace botstore::postgres {

/// What an SQLSTATE means to the caller.
struct Meaning {
  ErrorCode code{};
  bool retryable = false;
  std::string_view hint{};
};

/// The meaning of an SQLSTATE: by the exact code, else by its class, else `unsupported`, for the
/// server cannot do what was asked. An empty one is a lost connection.
[[nodiscard]] Meaning meaning_of(std::string_view sqlstate) noexcept;

}  // namespace botstore::postgres
