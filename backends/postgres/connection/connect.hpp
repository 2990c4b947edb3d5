#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/connection/addresses.hpp"
#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

/// Makes a connection by `give_up`. Of several hosts, and of the several addresses of a host, each
/// gets its share of the time, or of the pool's acquire_timeout if that is shorter, so that one
/// that does not answer leaves some for the next. Throws `ConnectionFailed`,
/// `AuthenticationFailed`, `TooManyConnections`, `Timeout`, `Cancelled`, and `Unsupported` for a
/// server that is too old or a database whose encoding is not UTF-8.
///
/// The connection prepares statements as `preparing` says, which the connections of one store
/// share; without it, as the configuration says.
///
/// Names are looked up in the system's own time: the only wait without a limit.
[[nodiscard]] std::unique_ptr<Connection> connect(const Config& config, const Limits& limits,
                                                  std::chrono::steady_clock::time_point give_up,
                                                  std::shared_ptr<Preparing> preparing = nullptr,
                                                  const Resolve& resolve = postgres::resolve);

/// `the server at "db.example"`, or at several.
[[nodiscard]] std::string describe_server(const Config& config);

}  // namespace botstore::postgres
