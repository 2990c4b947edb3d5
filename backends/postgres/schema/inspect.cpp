#include "backends/postgres/schema/inspect.hpp"

#include <fmt/format.h>

#include "backends/postgres/schema/schema.hpp"

namespace botstore::postgres {

namespace {

constexpr std::string_view operation = "init";

// One row. $1 the schema or null, $2 our tables' names, $3 the index. What is read of a catalogue
// depends on no right in the schema.
constexpr std::string_view look = R"sql(
select target.name,
       target.oid is not null,
       coalesce(string_agg(wanted.name, ', ' order by wanted.name)
                  filter (where found.oid is not null), ''),
       coalesce(string_agg(wanted.name, ', ' order by wanted.name)
                  filter (where found.oid is null), ''),
       coalesce(bool_or(found.relkind in ('r', 'p')) filter (where wanted.name = $4), false),
       (select i.indisvalid
          from pg_catalog.pg_index as i
          join pg_catalog.pg_class as c on c.oid = i.indexrelid
         where c.relnamespace = target.oid and c.relname = $3)
  from (select wish.name, n.oid
          from (select coalesce($1, current_schema()::text) as name) as wish
          left join pg_catalog.pg_namespace as n on n.nspname = wish.name) as target
 cross join unnest($2::text[]) as wanted (name)
  left join pg_catalog.pg_class as found
    on found.relnamespace = target.oid and found.relname = wanted.name
 group by target.name, target.oid)sql";

std::string require_name(std::optional<std::string> name) {
  if (name) return *std::move(name);
  throw Error(ErrorCode::schema_missing,
              {.context = std::string{operation},
               .cause = "the connection has no default schema: none of its search_path exists and "
                        "may be used",
               .hint = "Name a schema in the store's options; init() creates it."});
}

void read_version(Connection& connection, SchemaState& state, Framing framing,
                  const Limits& limits) {
  const Batch batch{
      fmt::format("select version, readable_from from {}.botstore_schema "
                  "order by version desc limit 1",
                  quote_name(state.name))};
  const auto results = run_batch(connection, operation, batch, framing, limits);
  if (results.front().empty())
    throw Error(ErrorCode::corrupt,
                {.context = std::string{operation},
                 .cause = fmt::format("the table botstore_schema in the schema {} is empty",
                                      quote_name(state.name)),
                 .hint = "It says of which version the other tables are: restore it."});
  const auto row = results.front().front();
  state.version = static_cast<int>(row.get<std::int64_t>(0));
  state.readable_from = static_cast<int>(row.get<std::int64_t>(1));
}

}  // namespace

SchemaState inspect(Connection& connection, const std::optional<std::string>& schema,
                    Framing framing, const Limits& limits) {
  const Batch batch{
      std::string{look},
      Params{}.add(schema).add_array(table_names).add(resource_index_name).add("botstore_schema")};
  const auto results = run_batch(connection, operation, batch, framing, limits);
  const auto row = results.front().front();
  SchemaState state{.name = require_name(row.get<std::optional<std::string>>(0)),
                    .exists = row.get<bool>(1),
                    .ours = row.get<bool>(4),
                    .tables = row.get<std::string>(2),
                    .missing = row.get<std::string>(3),
                    .resource_index = row.get<std::optional<bool>>(5)};
  if (state.ours) read_version(connection, state, framing, limits);
  return state;
}

std::string default_schema(Connection& connection, const Limits& limits) {
  const Batch batch{"select current_schema()::text"};
  const auto results = run_batch(connection, operation, batch, Framing::read, limits);
  return require_name(results.front().front().get<std::optional<std::string>>(0));
}

}  // namespace botstore::postgres
