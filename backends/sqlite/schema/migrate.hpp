#pragma once

#include <memory>
#include <string_view>

#include "backends/sqlite/connection/connection.hpp"

namespace botstore::sqlite {

/// A connection to the file, which is made where there is none. Throws `Unsupported` for a file
/// that holds others' tables, before anything in it is changed.
[[nodiscard]] std::unique_ptr<Connection> open_or_create(const ConnectionOptions& options,
                                                         const Limits& limits);

/// A connection to a file that has our schema, in a version that this library knows. Throws
/// `SchemaMissing`, `SchemaOutdated`, `SchemaTooNew`, and `Unsupported` for a file of others'.
[[nodiscard]] std::unique_ptr<Connection> open_existing(const ConnectionOptions& options,
                                                        std::string_view operation,
                                                        const Limits& limits);

/// Brings the schema up to date, all or nothing. Processes that come at the same moment wait and
/// find it done.
void migrate(Connection& connection);

}  // namespace botstore::sqlite
