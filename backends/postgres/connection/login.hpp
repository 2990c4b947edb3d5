#pragma once

#include <chrono>
#include <memory>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

/// Makes a connection to one server by `until`. Throws as `connect` does.
[[nodiscard]] std::unique_ptr<Connection> log_in(const Keywords& target, const Limits& limits,
                                                 std::chrono::steady_clock::time_point until,
                                                 std::shared_ptr<Preparing> preparing);

}  // namespace botstore::postgres
