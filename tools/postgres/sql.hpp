#pragma once

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/postgres.hpp"
#include "tools/postgres/quote_name.hpp"

/// \file
/// SQL of the program's own, on a connection of the store's.

namespace botstore::tools::inspect {

/// The rows of a query, as text.
class Rows {
 public:
  explicit Rows(PGresult* result) noexcept : result_{result, &PQclear} {}

  [[nodiscard]] int size() const noexcept { return PQntuples(result_.get()); }
  [[nodiscard]] std::string text(int row, int column) const;
  [[nodiscard]] std::optional<std::string> maybe(int row, int column) const;
  [[nodiscard]] bool truth(int row, int column) const { return text(row, column) == "t"; }
  [[nodiscard]] std::int64_t number(int row, int column) const;

 private:
  std::shared_ptr<PGresult> result_;
};

/// Runs one statement. Throws `Error` with the server's message.
Rows query(PGconn* connection, const std::string& sql,
           const std::vector<std::string>& parameters = {});

/// Runs statements without parameters.
void execute(PGconn* connection, const std::string& sql);

/// A transaction that is rolled back at the end, whatever happens.
class Trial {
 public:
  explicit Trial(PGconn* connection) : connection_{connection} { execute(connection, "begin"); }
  ~Trial() { PQclear(PQexec(connection_, "rollback")); }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

 private:
  PGconn* connection_;
};

/// Makes the server end what it does on the connection at the deadline, if the call has one.
void end_at_deadline(PGconn* connection, const CallOptions& call);

/// Names as a PostgreSQL array.
[[nodiscard]] std::string array_of(const std::vector<std::string>& names);

/// The schema of the store's tables; absent if none is stated and the connection has no default.
[[nodiscard]] std::optional<std::string> schema_of(
    PGconn* connection, const botstore::postgres::PostgresOptions& options);

}  // namespace botstore::tools::inspect
