#include <fmt/format.h>
#include <libpq-fe.h>

#include <chrono>

#include "botstore/postgres_schema.hpp"
#include "tools/inspection/postgres/catalogue.hpp"
#include "tools/inspection/postgres/inspect.hpp"
#include "tools/inspection/postgres/server.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

namespace {

using botstore::postgres::PostgresOptions;
using botstore::postgres::PostgresStore;

/// Beyond so many rows the server's estimate must do: a count would read them all.
constexpr std::int64_t most_counted = 1'000'000;

// Estimates are -1 where nobody has analysed the table yet.
constexpr const char* read_tables = R"sql(
select c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid)
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
 where n.nspname = $1 and c.relname = any ($2::text[]) and c.relkind in ('r', 'p')
 order by 1)sql";

constexpr const char* read_settings = R"sql(
select name, current_setting(name)
  from unnest(array['server_version', 'server_encoding', 'max_connections',
                    'shared_buffers', 'statement_timeout', 'lock_timeout',
                    'idle_in_transaction_session_timeout', 'synchronous_commit',
                    'default_transaction_read_only']) as name)sql";

Json text_or_null(const std::optional<std::string>& text) {
  return text ? Json::string(*text) : Json{};
}

Json seconds(std::chrono::milliseconds time) {
  constexpr double milliseconds = 1'000;
  return Json::number(static_cast<double>(time.count()) / milliseconds);
}

Status::Section schema_section(PGconn* connection, const std::optional<std::string>& schema) {
  const auto version = schema ? version_of(connection, *schema) : std::nullopt;
  return {
      .name = "schema",
      .fields = {{"name", text_or_null(schema)},
                 {"version", version ? Json::number(version->version) : Json{}},
                 {"library_version", Json::number(botstore::postgres::postgres_schema_version())}}};
}

Status::Section server_section(PGconn* connection) {
  Status::Section section{.name = "server"};
  const auto rows = query(connection, read_settings);
  for (int row = 0; row < rows.size(); ++row)
    section.fields.emplace_back(rows.text(row, 0), Json::string(rows.text(row, 1)));
  const auto more = query(connection,
                          "select pg_database_size(current_database()),"
                          " (select count(*) from pg_stat_activity where datid is not null),"
                          " pg_is_in_recovery()");
  section.fields.emplace_back("database_bytes", Json::number(more.number(0, 0)));
  section.fields.emplace_back("connections", Json::number(more.number(0, 1)));
  section.fields.emplace_back("replica", Json::boolean(more.truth(0, 2)));
  section.fields.emplace_back("tls", Json::boolean(PQsslInUse(connection) != 0));
  return section;
}

Status::Section pool_section(const PostgresOptions& options) {
  const auto& pool = options.pool;
  return {.name = "pool",
          .fields = {
              {"max_connections", Json::number(static_cast<std::int64_t>(pool.max_connections))},
              {"idle_timeout_seconds", seconds(pool.idle_timeout)},
              {"acquire_timeout_seconds", seconds(pool.acquire_timeout)},
              {"max_lifetime_seconds", seconds(pool.max_lifetime)},
              {"prepared_statements", Json::boolean(options.prepared_statements)},
              {"resource_index", Json::boolean(options.resource_index)},
          }};
}

Status::Table table_of(PGconn* connection, const std::string& schema, const Rows& tables, int row) {
  Status::Table table{.name = tables.text(row, 0),
                      .rows = tables.number(row, 1),
                      .estimated = tables.number(row, 1) > most_counted,
                      .bytes = tables.number(row, 2)};
  if (!table.estimated)
    table.rows = query(connection, fmt::format("select count(*) from {}.{}", quote_name(schema),
                                               quote_name(table.name)))
                     .number(0, 0);
  return table;
}

}  // namespace

std::string identity_of(PostgresStore& store, const CallOptions& call) {
  const auto leased = store.lease(call);
  const auto schema = schema_of(leased.get(), store.options());
  return address_of(leased.get()) + " schema " + schema.value_or("");
}

Status status_of(PostgresStore& store, const CallOptions& call) {
  const auto leased = store.lease(call);
  auto* const connection = leased.get();
  end_at_deadline(connection, call);
  const auto schema = schema_of(connection, store.options());
  Status status{.sections = {{.fields = {{"backend", Json::string("postgres")},
                                         {"store", Json::string(address_of(connection))}}},
                             schema_section(connection, schema),
                             pool_section(store.options()),
                             server_section(connection)}};
  if (!schema) return status;
  const auto tables =
      query(connection, read_tables, {*schema, array_of(made_by_ddl(*schema, true).tables)});
  for (int row = 0; row < tables.size(); ++row)
    status.tables.push_back(table_of(connection, *schema, tables, row));
  return status;
}

}  // namespace botstore::tools::inspect
