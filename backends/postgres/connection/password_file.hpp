#pragma once

#include <optional>
#include <string>

#include "backends/postgres/config/config.hpp"

namespace botstore::postgres {

/// libpq's password file, if a connection by these keywords would look into it and would refuse it:
/// because others may read it, or because it is no file. libpq prints that on the standard error,
/// and goes on without.
[[nodiscard]] std::optional<std::string> refused_password_file(const Keywords& keywords);

/// The keywords with a password file that is not there, about which libpq has nothing to say.
[[nodiscard]] Keywords without_password_file(Keywords keywords);

}  // namespace botstore::postgres
