#pragma once

#include <chrono>

#include "backends/postgres/connection/connection.hpp"

namespace botstore::postgres {

/// Asks the server to cancel what the connection is doing, and waits until it has taken the
/// request, so that it cannot hit a later statement. False if that was not certain by `until`: the
/// connection must then not be used again. What is cancelled answers with an error, on the
/// connection itself.
[[nodiscard]] bool request_cancel(Connection& connection,
                                  std::chrono::steady_clock::time_point until) noexcept;

}  // namespace botstore::postgres
