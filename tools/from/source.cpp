#include "tools/from/source.hpp"

#include <fmt/format.h>

#include "botstore/error.hpp"

namespace botstore::from {

namespace {

constexpr int rows_at_once = 1'000;

/// libpq's messages end in a line feed.
std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

ErrorCode code_of(std::string_view sqlstate) {
  if (sqlstate == "42501") return ErrorCode::permission_denied;
  if (sqlstate == "55P03" || sqlstate == "57014") return ErrorCode::timeout;
  if (sqlstate == "40001" || sqlstate == "40P01") return ErrorCode::conflict;
  return ErrorCode::corrupt;
}

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
  if (PQstatus(connection) != CONNECTION_OK)
    throw Error(
        ErrorCode::connection_failed,
        {.context = "the source", .cause = trimmed(PQerrorMessage(connection)), .retryable = true});
  const auto* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const auto* const message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string sqlstate{state == nullptr ? "" : state};
  throw Error(code_of(sqlstate),
              {.context = "the source",
               .cause = message == nullptr ? trimmed(PQerrorMessage(connection)) : message,
               .sqlstate = sqlstate});
}

}  // namespace

Source::Source(const std::string& connection_string)
    : connection_{PQconnectdb(connection_string.c_str())} {
  if (PQstatus(get()) != CONNECTION_OK)
    throw Error(ErrorCode::connection_failed,
                {.context = "the source", .cause = trimmed(PQerrorMessage(get()))});
  // What the server notes is nothing that a person has to act on.
  PQsetNoticeProcessor(
      get(), [](void*, const char*) {}, nullptr);
  if (PQsetClientEncoding(get(), "UTF8") != 0) fail(get(), nullptr);
}

void Source::begin_reading() {
  static_cast<void>(query("begin isolation level repeatable read, read only"));
}

Result Source::query(const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  Result result{PQexecParams(get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                             values.data(), nullptr, nullptr, 0)};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(get(), result.get());
  return result;
}

std::string Source::value(const std::string& sql, const Parameters& parameters) {
  const auto result = query(sql, parameters);
  return PQntuples(result.get()) == 0 ? "" : Columns{result.get(), 0}.text(0);
}

std::vector<std::string> Source::values(const std::string& sql, const Parameters& parameters) {
  const auto result = query(sql, parameters);
  std::vector<std::string> values;
  for (int row = 0; row < PQntuples(result.get()); ++row)
    values.push_back(Columns{result.get(), row}.text(0));
  return values;
}

void Source::for_each(const std::string& sql, const Parameters& parameters,
                      const std::function<void(const Columns& row)>& show) {
  static_cast<void>(query("declare source_rows no scroll cursor for " + sql, parameters));
  const auto fetch = fmt::format("fetch {} from source_rows", rows_at_once);
  for (bool more = true; more;) {
    const auto result = query(fetch);
    const int rows = PQntuples(result.get());
    for (int row = 0; row < rows; ++row) show(Columns{result.get(), row});
    more = rows == rows_at_once;
  }
  static_cast<void>(query("close source_rows"));
}

std::vector<std::string> Source::columns(const std::string& schema, const std::string& table) {
  return values(
      "select a.attname from pg_catalog.pg_attribute as a "
      "join pg_catalog.pg_class as c on c.oid = a.attrelid "
      "join pg_catalog.pg_namespace as n on n.oid = c.relnamespace "
      "where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p') "
      "and a.attnum > 0 and not a.attisdropped order by a.attnum",
      {schema, table});
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char character : name) {
    if (character == '"') text += '"';
    text += character;
  }
  return text + '"';
}

std::string as_text(std::string_view instant) {
  return fmt::format(R"(to_char(({}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))",
                     instant);
}

}  // namespace botstore::from
