#include "tools/postgres/sql.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "botstore/error.hpp"

namespace botstore::tools::inspect {

namespace {

Error error_of(const PGconn* connection, const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string sqlstate = state != nullptr ? state : "";
  auto code = ErrorCode::unsupported;
  if (sqlstate == "42501") code = ErrorCode::permission_denied;
  if (sqlstate == "57014") code = ErrorCode::timeout;
  if (PQstatus(connection) != CONNECTION_OK) code = ErrorCode::connection_failed;
  return {code,
          {.context = "query",
           .cause = primary != nullptr ? primary : PQerrorMessage(connection),
           .sqlstate = sqlstate}};
}

bool succeeded(const PGresult* result) noexcept {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

std::string Rows::text(int row, int column) const {
  return PQgetvalue(result_.get(), row, column);
}

std::optional<std::string> Rows::maybe(int row, int column) const {
  if (PQgetisnull(result_.get(), row, column) != 0) return std::nullopt;
  return text(row, column);
}

std::int64_t Rows::number(int row, int column) const {
  const auto digits = text(row, column);
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

Rows query(PGconn* connection, const std::string& sql, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  auto* result = PQexecParams(connection, sql.c_str(), static_cast<int>(values.size()), nullptr,
                              values.data(), nullptr, nullptr, 0);
  Rows rows{result};
  if (!succeeded(result)) throw error_of(connection, result);
  return rows;
}

void execute(PGconn* connection, const std::string& sql) {
  auto* result = PQexec(connection, sql.c_str());
  const Rows rows{result};
  if (!succeeded(result)) throw error_of(connection, result);
}

void end_at_deadline(PGconn* connection, const CallOptions& call) {
  using std::chrono::milliseconds;
  if (!call.deadline) return;
  const auto left = *call.deadline - std::chrono::steady_clock::now();
  // 0 would be no limit.
  const auto limit = std::max(std::chrono::ceil<milliseconds>(left), milliseconds{1});
  static_cast<void>(query(connection, "select set_config('statement_timeout', $1, false)",
                          {std::to_string(limit.count())}));
}

std::string array_of(const std::vector<std::string>& names) {
  std::string array = "{";
  for (const auto& name : names) {
    if (array.size() > 1) array += ',';
    array += '"';
    for (const char c : name) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  }
  return array + '}';
}

std::optional<std::string> schema_of(PGconn* connection,
                                     const botstore::postgres::PostgresOptions& options) {
  if (options.schema) return options.schema;
  return query(connection, "select current_schema()").maybe(0, 0);
}

}  // namespace botstore::tools::inspect
