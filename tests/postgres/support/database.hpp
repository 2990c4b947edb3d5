#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/schema/migrate.hpp"
#include "tests/postgres/support/server_log.hpp"

/// \file
/// For white-box tests of the PostgreSQL backend: databases of their own on the server that
/// scripts/with-postgres has started, and plain SQL beside the library.

namespace botstore::postgres::testing {

/// A connection that does nothing but what the test says, in blocking mode.
class Sql {
 public:
  explicit Sql(const std::string& url);

  /// Runs statements; a failure fails the test.
  void run(const std::string& sql);

  /// What libpq says of statements that fail; empty if they do not.
  [[nodiscard]] std::string error_of(const std::string& sql);

  /// The rows as text: columns separated by `|`, rows by line ends. Of a command there are none.
  [[nodiscard]] std::string rows(const std::string& sql);

  [[nodiscard]] int pid() const { return PQbackendPID(connection_.get()); }

 private:
  std::unique_ptr<PGconn, FinishConnection> connection_;
};

/// A database, gone at the end together with the roles that were made for it.
class Database {
 public:
  explicit Database(std::string_view options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Of the server's superuser, whose statements are all in the server's log.
  [[nodiscard]] std::string url() const;
  /// Of a role that add_role() has made.
  [[nodiscard]] std::string url_of(const std::string& role) const;

  /// A new role without rights but to connect, and whose statements are all in the server's log.
  [[nodiscard]] std::string add_role();

  [[nodiscard]] std::unique_ptr<Connection> connect() const { return connect_to(url()); }
  [[nodiscard]] static std::unique_ptr<Connection> connect_to(const std::string& url);

  /// Waits until an SQL condition holds; if it does not within a minute, the test fails.
  void await(const std::string& condition) const;

  /// migrate() on a connection of its own.
  std::string init(const SchemaGoal& goal = {}) const;

 private:
  std::string name_;
  std::vector<std::string> roles_;
};

/// How many of these statements change a schema.
[[nodiscard]] int count_ddl(const std::vector<std::string>& statements);

/// A name that nothing else has.
[[nodiscard]] std::string unique_name(std::string_view prefix);

}  // namespace botstore::postgres::testing
