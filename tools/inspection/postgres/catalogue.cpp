#include "tools/inspection/postgres/catalogue.hpp"

#include <fmt/format.h>

#include <string_view>

#include "botstore/error.hpp"
#include "botstore/id.hpp"
#include "botstore/postgres_schema.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

namespace {

// Each gives kind, name and definition. $1 is the schema, $2 the tables' names.

constexpr const char* read_columns = R"sql(
select 'column', t.relname || '.' || a.attname,
       format_type(a.atttypid, a.atttypmod)
         || coalesce(' collate ' || quote_ident(l.collname), '')
         || case when a.attnotnull then ' not null' else '' end
         || coalesce(case when a.attgenerated = '' then ' default ' else ' generated ' end
                       || pg_get_expr(d.adbin, d.adrelid), '')
  from pg_class as t
  join pg_namespace as n on n.oid = t.relnamespace
  join pg_attribute as a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  join pg_type as y on y.oid = a.atttypid
  left join pg_collation as l on l.oid = a.attcollation and a.attcollation <> y.typcollation
  left join pg_attrdef as d on d.adrelid = t.oid and d.adnum = a.attnum
 where n.nspname = $1 and t.relname = any ($2::text[]) and t.relkind in ('r', 'p')
 order by 2)sql";

// NOT NULL is a constraint too, since PostgreSQL 18; it stands at its column already.
constexpr const char* read_constraints = R"sql(
select 'constraint', t.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
  from pg_constraint as c
  join pg_class as t on t.oid = c.conrelid
  join pg_namespace as n on n.oid = t.relnamespace
 where n.nspname = $1 and t.relname = any ($2::text[]) and c.contype <> 'n'
 order by 2)sql";

constexpr const char* read_indexes = R"sql(
select 'index', x.relname,
       pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end
  from pg_index as i
  join pg_class as x on x.oid = i.indexrelid
  join pg_class as t on t.oid = i.indrelid
  join pg_namespace as n on n.oid = t.relnamespace
 where n.nspname = $1 and t.relname = any ($2::text[])
 order by 2)sql";

constexpr const char* read_functions = R"sql(
select 'function', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       pg_get_functiondef(p.oid)
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
 where n.nspname = $1 and p.prokind = 'f' and p.proname like 'save\_or\_update\_%'
   and $2::text[] is not null
 order by 2)sql";

void replace_all(std::string& text, const std::string& part, const std::string& by) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + by.size()))
    text.replace(at, part.size(), by);
}

std::string bare_name(PGconn* connection, const std::string& name) {
  return query(connection, "select quote_ident($1)", {name}).text(0, 0);
}

/// Makes definitions in one schema name another. The name of the one occurs nowhere else in them.
void rename_schema(PGconn* connection, Catalogue& catalogue, const std::string& from,
                   const std::string& to) {
  const auto to_bare = bare_name(connection, to) + '.';
  for (auto& [place, definition] : catalogue) {
    replace_all(definition, quote_name(from) + '.', quote_name(to) + '.');
    replace_all(definition, from + '.', to_bare);
  }
}

/// The name behind `before` at the beginning of a statement; empty if it begins otherwise.
std::string name_after(std::string_view statement, std::string_view before) {
  if (!statement.starts_with(before)) return {};
  statement.remove_prefix(before.size());
  return std::string{statement.substr(0, statement.find_first_of(" ("))};
}

/// Reads statements that the library itself has written, each of which ends in an empty line.
std::vector<std::string> statements_of(std::string_view script) {
  constexpr std::string_view end = ";\n\n";
  std::vector<std::string> statements;
  for (auto at = script.find(end); at != std::string_view::npos; at = script.find(end)) {
    statements.emplace_back(script.substr(0, at));
    script.remove_prefix(at + end.size());
  }
  return statements;
}

/// The script without `begin` and `commit`: the transaction is the caller's.
std::string without_transaction(const std::string& script) {
  std::string statements;
  for (const auto& statement : statements_of(script))
    if (statement != "begin") statements += statement + ";\n";
  return statements;
}

[[noreturn]] void explain(const Error& error, PGconn* connection) {
  if (error.code() != ErrorCode::permission_denied && error.sqlstate() != "25006") throw error;
  auto details = error.details();
  details.context = "schema --diff";
  details.cause =
      "to compare, the tables are made anew in a schema that is rolled back: " + details.cause;
  details.hint =
      error.code() == ErrorCode::permission_denied
          ? fmt::format(
                "Run as the database's owner: GRANT CREATE ON DATABASE {} TO {}; or compare "
                "with the output of: botstore schema",
                quote_name(PQdb(connection)), quote_name(PQuser(connection)))
          : "Connect to the primary.";
  throw Error(error.code(), std::move(details));
}

}  // namespace

Made made_by_ddl(const std::string& schema, bool resource_index) {
  Made made;
  const auto table = "create table " + quote_name(schema) + ".";
  for (const auto& statement :
       statements_of(botstore::postgres::postgres_schema_sql(schema, resource_index))) {
    if (auto name = name_after(statement, table); !name.empty()) made.tables.push_back(name);
    if (auto name = name_after(statement, "create index "); !name.empty())
      made.indexes.emplace(std::move(name), statement);
  }
  return made;
}

Catalogue read_catalogue(PGconn* connection, const std::string& schema,
                         const std::vector<std::string>& names) {
  Catalogue catalogue;
  for (const char* sql : {read_columns, read_constraints, read_indexes, read_functions}) {
    const auto rows = query(connection, sql, {schema, array_of(names)});
    for (int row = 0; row < rows.size(); ++row)
      catalogue.emplace(std::pair{rows.text(row, 0), rows.text(row, 1)}, rows.text(row, 2));
  }
  return catalogue;
}

Differences compare_with_ddl(PGconn* connection, const std::string& schema, bool resource_index) {
  auto other = "botstore_diff_" + new_id();
  std::erase(other, '-');
  const auto script = botstore::postgres::postgres_schema_sql(other, resource_index);
  const auto names = made_by_ddl(schema, resource_index).tables;
  const Trial trial{connection};
  try {
    execute(connection, without_transaction(script));
  } catch (const Error& error) {
    explain(error, connection);
  }
  // Otherwise definitions would name the schema or not, as the path happens to be.
  execute(connection, "set local search_path = pg_catalog");
  auto expected = read_catalogue(connection, other, names);
  rename_schema(connection, expected, other, schema);
  return compare(expected, read_catalogue(connection, schema, names));
}

}  // namespace botstore::tools::inspect
