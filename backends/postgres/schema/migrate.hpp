#pragma once

#include <optional>
#include <span>
#include <string>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"
#include "backends/postgres/schema/schema.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

/// What `init()` is to bring about.
struct SchemaGoal {
  std::optional<std::string> schema{};  ///< Absent: the connection's default schema.
  SchemaMode mode = SchemaMode::migrate;
  bool resource_index = true;
  std::span<const Migration> migrations = all_migrations();
};

/// Does what `goal.mode` says, and returns the schema's name. Where all is as it should be it takes
/// two round trips and runs no DDL, so that a role without the right to create passes.
///
/// The versions that are missing are made in one transaction, all or nothing; processes that come
/// at the same moment wait for it and find its work done. An index on a table in use is built
/// beside writers, outside any transaction, by the one process that has claimed it; the others do
/// not wait for it. A repetition after any error, `OutcomeUnknown` included, goes on from what is
/// there.
///
/// Throws `SchemaMissing` and `SchemaOutdated` (only with SchemaMode::verify), `PermissionDenied`,
/// each with the SQL that is needed; `SchemaTooNew`; `AlreadyExists` if others' tables have our
/// names; `Corrupt` if a table of ours is gone.
std::string migrate(Connection& connection, const SchemaGoal& goal, const Limits& limits);

}  // namespace botstore::postgres
