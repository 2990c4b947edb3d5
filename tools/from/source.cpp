#include "tools/from/source.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "botstore/error.hpp"
#include "tools/transfer/rows/page_size.hpp"

namespace botstore::from {

namespace {

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

/// How much the rows hold.
std::size_t bytes_of(const PGresult* result) {
  std::size_t bytes = 0;
  for (int row = 0; row < PQntuples(result); ++row)
    for (int column = 0; column < PQnfields(result); ++column)
      bytes += static_cast<std::size_t>(PQgetlength(result, row, column));
  return bytes;
}

std::string field_of(const PGresult* result, int field) {
  const auto* const text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

}  // namespace

Source::Source(const std::string& connection_string, std::stop_token stop)
    : connection_{PQconnectdb(connection_string.c_str())},
      stop_{std::move(stop)},
      cancel_{PQgetCancel(get())} {
  if (PQstatus(get()) != CONNECTION_OK)
    throw Error(ErrorCode::connection_failed,
                {.context = "the source", .cause = trimmed(PQerrorMessage(get()))});
  // What the server notes is nothing that a person has to act on.
  PQsetNoticeProcessor(
      get(), [](void*, const char*) {}, nullptr);
  if (PQsetClientEncoding(get(), "UTF8") != 0) fail(nullptr);
  on_stop_.emplace(stop_, [this] {
    std::array<char, 256> reason{};
    PQcancel(cancel_.get(), reason.data(), static_cast<int>(reason.size()));
  });
}

void Source::fail(const PGresult* result) const {
  if (PQstatus(get()) != CONNECTION_OK)
    throw Error(
        ErrorCode::connection_failed,
        {.context = "the source", .cause = trimmed(PQerrorMessage(get())), .retryable = true});
  auto cause = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
  if (cause.empty()) cause = trimmed(PQerrorMessage(get()));
  if (const auto detail = field_of(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty())
    cause += ": " + detail;
  const auto sqlstate = field_of(result, PG_DIAG_SQLSTATE);
  throw Error(stop_.stop_requested() ? ErrorCode::cancelled : code_of(sqlstate),
              {.context = "the source", .cause = std::move(cause), .sqlstate = sqlstate});
}

void Source::begin_reading() {
  static_cast<void>(query("begin isolation level repeatable read, read only"));
}

Result Source::query(const std::string& sql, const Parameters& parameters) {
  if (stop_.stop_requested())
    throw Error(ErrorCode::cancelled,
                {.context = "the source", .cause = "the reading was stopped"});
  std::vector<const char*> values;
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  Result result{PQexecParams(get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                             values.data(), nullptr, nullptr, 0)};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(result.get());
  return result;
}

std::string Source::value(const std::string& sql, const Parameters& parameters) {
  const auto result = query(sql, parameters);
  return PQntuples(result.get()) == 0 ? "" : Columns{result.get(), 0}.text(0);
}

std::vector<std::string> Source::values(const std::string& sql, const Parameters& parameters) {
  const auto result = query(sql, parameters);
  std::vector<std::string> values;
  values.reserve(static_cast<std::size_t>(PQntuples(result.get())));
  for (int row = 0; row < PQntuples(result.get()); ++row)
    values.push_back(Columns{result.get(), row}.text(0));
  return values;
}

void Source::for_each(const std::string& sql, const Parameters& parameters,
                      const std::function<void(const Columns& row)>& show) {
  static_cast<void>(query("declare source_rows no scroll cursor for " + sql, parameters));
  transfer::PageSize size;
  for (bool more = true; more;) {
    const auto asked = size.rows();
    const auto result = query(fmt::format("fetch {} from source_rows", asked));
    const int rows = PQntuples(result.get());
    size.learn(static_cast<std::size_t>(rows), bytes_of(result.get()));
    for (int row = 0; row < rows; ++row) show(Columns{result.get(), row});
    more = rows == asked;
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

std::string as_text(std::string_view instant) {
  return fmt::format(R"(to_char(({}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))",
                     instant);
}

}  // namespace botstore::from
