#pragma once

#include <chrono>
#include <string>

#include "botstore/postgres.hpp"
#include "tools/findings/finding.hpp"

/// \file
/// The checks of `doctor` on a PostgreSQL store. Those named judge_ only judge what was found, so
/// that cases can be tested which no test can bring about.

namespace botstore::tools::inspect {

/// Why no connection could be made.
[[nodiscard]] Finding judge_failure(const Error& error);

/// `host` is a name, an address, or the folder of a socket.
[[nodiscard]] Finding judge_tls(bool in_use, const std::string& host, const std::string& mode);

/// How far the server's clock is ahead of this machine's, within what the network leaves open.
[[nodiscard]] Finding judge_clock(std::chrono::microseconds ahead);

enum class Pooler {
  none,
  session,      ///< Each client has a server's connection of its own.
  transaction,  ///< Clients share the server's connections.
};
[[nodiscard]] Finding judge_pooler(Pooler pooler, bool prepared_statements);

void check_connection(PGconn* connection, Findings& findings);
void check_pooler(botstore::postgres::PostgresStore& store, PGconn* connection,
                  const CallOptions& call, Findings& findings);
void check_settings(PGconn* connection, const botstore::postgres::PostgresOptions& options,
                    Findings& findings);

/// Everything about the tables. What depends on something that is not there is not looked at.
void check_schema(PGconn* connection, const botstore::postgres::PostgresOptions& options,
                  Findings& findings);

/// The rights of the role on the tables of a schema.
void check_rights(PGconn* connection, const std::string& schema, Findings& findings);

/// The indexes, and whether the tables are made as the library makes them.
void check_structure(PGconn* connection, const std::string& schema, bool resource_index,
                     Findings& findings);

}  // namespace botstore::tools::inspect
