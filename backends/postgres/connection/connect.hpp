#pragma once

#include <chrono>
#include <memory>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

/// Makes a connection by `give_up`. Of several hosts each gets its share of the time, so that one
/// that does not answer leaves some for the next. Throws `ConnectionFailed`,
/// `AuthenticationFailed`, `TooManyConnections`, `Timeout`, `Cancelled`, and `Unsupported` for a
/// server that is too old or a database whose encoding is not UTF-8.
///
/// The connection prepares statements as `preparing` says, which the connections of one store
/// share; without it, as the configuration says.
///
/// Names are looked up by libpq, in the system's own time: the only wait without a limit.
[[nodiscard]] std::unique_ptr<Connection> connect(const Config& config, const Limits& limits,
                                                  std::chrono::steady_clock::time_point give_up,
                                                  std::shared_ptr<Preparing> preparing = nullptr);

}  // namespace botstore::postgres
