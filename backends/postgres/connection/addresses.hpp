#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backends/postgres/config/config.hpp"

namespace botstore::postgres {

/// The addresses of a host's name, as text, the one to try first in front; none if it has none.
using Resolve = std::function<std::vector<std::string>(const std::string& host)>;

/// By the system's own rules, in the system's own time.
[[nodiscard]] std::vector<std::string> resolve(const std::string& host);

/// A target for each address of the target's host, so that one which is silent can be left: libpq
/// would stay with the first until the connection's time is over. The target itself where there is
/// nothing to look up, and where the name has no address, which libpq tells better.
[[nodiscard]] std::vector<Keywords> with_addresses(const Keywords& target, const Resolve& resolve);

}  // namespace botstore::postgres
