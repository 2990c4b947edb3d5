#pragma once

#include <libpq-fe.h>

#include <optional>
#include <string>

#include "tools/findings/version.hpp"

namespace botstore::tools::inspect {

/// Where a connection leads, without a password: `postgresql://bot@localhost:5432/bot`.
[[nodiscard]] std::string address_of(PGconn* connection);

/// The value that a connection was made with for a keyword of libpq's, defaults included.
[[nodiscard]] std::string keyword_of(PGconn* connection, const std::string& keyword);

/// The version of the store's tables in a schema; absent if it has none. Throws `Error` where the
/// role may not read it.
[[nodiscard]] std::optional<SchemaVersion> version_of(PGconn* connection,
                                                      const std::string& schema);

}  // namespace botstore::tools::inspect
