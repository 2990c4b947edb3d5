#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <set>
#include <utility>

#include "botstore/postgres_schema.hpp"
#include "tools/inspection/postgres/catalogue.hpp"
#include "tools/inspection/postgres/checks.hpp"
#include "tools/inspection/postgres/server.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

namespace {

using Level = Finding::Level;
using botstore::postgres::PostgresOptions;

/// What is to be done where the tables are not there: `botstore init`, if the role may.
Finding judge_missing(PGconn* connection, const std::string& schema) {
  const auto rows = query(connection,
                          "select n.oid is not null,"
                          " coalesce(has_schema_privilege(n.oid, 'CREATE'), false),"
                          " has_database_privilege(current_database(), 'CREATE')"
                          " from (values ($1::text)) as wish (name)"
                          " left join pg_catalog.pg_namespace as n on n.nspname = wish.name",
                          {schema});
  const bool exists = rows.truth(0, 0);
  const auto says = exists ? "none of the store's tables is in the schema " + quote_name(schema)
                           : "there is no schema " + quote_name(schema);
  if (exists ? rows.truth(0, 1) : rows.truth(0, 2))
    return fault("schema", says, "Run: botstore init");
  const auto right = exists ? "USAGE, CREATE ON SCHEMA " + quote_name(schema)
                            : "CREATE ON DATABASE " + quote_name(PQdb(connection));
  return fault("schema", says + ", and this role may not make them",
               fmt::format("As its owner, run: GRANT {} TO {}\nThen run: botstore init", right,
                           quote_name(PQuser(connection))));
}

/// Whether the role may look into the schema; without that nothing in it can be read.
bool may_use(PGconn* connection, const std::string& schema) {
  const auto rows = query(connection,
                          "select coalesce((select has_schema_privilege(oid, 'USAGE')"
                          " from pg_catalog.pg_namespace where nspname = $1), true)",
                          {schema});
  return rows.truth(0, 0);
}

struct MissingRight {
  std::string object{};      ///< As GRANT names it: `TABLE "public"."threads"`.
  std::string privileges{};  ///< `SELECT, INSERT`.
};

// Those of our tables, and the sequences of their columns, on which a privilege is missing. The
// table of versions is only read.
constexpr const char* read_missing_rights = R"sql(
select 'TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), string_agg(p."right", ', ' order by p.place)
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
 cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'])
         with ordinality as p ("right", place)
 where n.nspname = $1 and c.relname = any ($2::text[]) and c.relkind in ('r', 'p')
   and not has_table_privilege(c.oid, p."right")
   and (p."right" = 'SELECT' or c.relname not like 'botstore\_%')
 group by 1
union all
select 'SEQUENCE ' || quote_ident(n.nspname) || '.' || quote_ident(s.relname),
       string_agg(p."right", ', ' order by p.place desc)
  from pg_catalog.pg_class as s
  join pg_catalog.pg_namespace as n on n.oid = s.relnamespace
  join pg_catalog.pg_depend as d on d.objid = s.oid and d.deptype in ('a', 'i')
  join pg_catalog.pg_class as c on c.oid = d.refobjid
 cross join unnest(array['UPDATE', 'USAGE']) with ordinality as p ("right", place)
 where n.nspname = $1 and c.relname = any ($2::text[])
   and case when s.relkind = 'S' then not has_sequence_privilege(s.oid, p."right") end
 group by 1
 order by 1)sql";

std::vector<MissingRight> missing_rights(PGconn* connection, const std::string& schema) {
  std::vector<MissingRight> missing;
  const auto rows =
      query(connection, read_missing_rights, {schema, array_of(made_by_ddl(schema, true).tables)});
  missing.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    missing.push_back({rows.text(row, 0), rows.text(row, 1)});
  return missing;
}

std::string concurrently(std::string statement) {
  constexpr std::string_view start = "create index ";
  return statement.insert(start.size(), "concurrently ");
}

/// The indexes that are there, and whether each is valid.
std::map<std::string, bool> live_indexes(PGconn* connection, const std::string& schema) {
  std::map<std::string, bool> indexes;
  const auto rows = query(connection,
                          "select c.relname, i.indisvalid from pg_catalog.pg_index as i"
                          " join pg_catalog.pg_class as c on c.oid = i.indexrelid"
                          " join pg_catalog.pg_namespace as n on n.oid = c.relnamespace"
                          " where n.nspname = $1",
                          {schema});
  for (int row = 0; row < rows.size(); ++row)
    indexes.emplace(rows.text(row, 0), rows.truth(row, 1));
  return indexes;
}

void check_indexes(PGconn* connection, const std::string& schema, const Made& made,
                   Findings& findings) {
  const auto live = live_indexes(connection, schema);
  bool good = true;
  for (const auto& [name, statement] : made.indexes) {
    const auto found = live.find(name);
    if (found != live.end() && found->second) continue;
    good = false;
    if (found == live.end())
      findings.push_back(fault("indexes", fmt::format("{} is missing", name),
                               "As the table's owner, run: " + concurrently(statement)));
    else
      findings.push_back(
          fault("indexes", fmt::format("{} is invalid: its making was broken off", name),
                fmt::format("As the table's owner, run:\ndrop index concurrently {}.{};\n{};",
                            quote_name(schema), quote_name(name), concurrently(statement))));
  }
  if (good)
    findings.push_back(
        {.check = "indexes", .says = fmt::format("all {} are there", made.indexes.size())});
}

/// What compare_with_ddl() reports and check_indexes() has not.
void check_parts(PGconn* connection, const std::string& schema, bool resource_index,
                 const Made& made, Findings& findings) {
  std::string parts;
  bool functions_differ = false;
  for (const auto& difference : compare_with_ddl(connection, schema, resource_index)) {
    const bool reported = difference.kind == "index" && made.indexes.contains(difference.name) &&
                          (!difference.live || difference.live->ends_with("(invalid)"));
    if (!difference.expected || reported) continue;
    if (difference.kind == "function" && difference.live) {
      functions_differ = true;
      continue;
    }
    if (!parts.empty()) parts += ", ";
    parts += describe(difference);
  }
  if (parts.empty())
    findings.push_back({.check = "tables", .says = "they are what this library makes"});
  else
    findings.push_back(fault("tables", parts, "For the definitions run: botstore schema --diff"));
  if (functions_differ)
    findings.push_back(
        {.level = Level::note,
         .check = "functions",
         .says = "they are not the store's, as after a start of BuilderBot's adapter",
         .mend = "The store does not call them. For its own run: botstore schema"});
}

bool may_create_schemas(PGconn* connection) {
  return query(connection,
               "select has_database_privilege(current_database(), 'CREATE')"
               " and not pg_is_in_recovery()"
               " and current_setting('default_transaction_read_only') = 'off'")
      .truth(0, 0);
}

}  // namespace

void check_rights(PGconn* connection, const std::string& schema, Findings& findings) {
  const auto missing = missing_rights(connection, schema);
  if (missing.empty()) {
    findings.push_back({.check = "rights", .says = "this role may read and write all tables"});
    return;
  }
  std::string says;
  std::string mend = "As the tables' owner, run:";
  for (const auto& [object, privileges] : missing) {
    says += fmt::format("{}{} on {}", says.empty() ? "missing: " : "; ", privileges, object);
    mend +=
        fmt::format("\nGRANT {} ON {} TO {};", privileges, object, quote_name(PQuser(connection)));
  }
  findings.push_back(fault("rights", says, mend));
}

void check_structure(PGconn* connection, const std::string& schema, bool resource_index,
                     Findings& findings) {
  const auto made = made_by_ddl(schema, resource_index);
  check_indexes(connection, schema, made, findings);
  if (may_create_schemas(connection))
    check_parts(connection, schema, resource_index, made, findings);
  else
    findings.push_back({.level = Level::note,
                        .check = "tables",
                        .says = "not compared with what this library makes: that needs CREATE on "
                                "the database",
                        .mend = "Run doctor as the database's owner too."});
}

void check_schema(PGconn* connection, const PostgresOptions& options, Findings& findings) {
  const auto schema = schema_of(connection, options);
  if (!schema) {
    findings.push_back(fault("schema",
                             "none of the connection's search_path exists and may be used",
                             "Say schema=NAME in the URL, then run: botstore init"));
    return;
  }
  if (!may_use(connection, *schema)) {
    findings.push_back(
        fault("rights", fmt::format("this role may not use the schema {}", quote_name(*schema)),
              fmt::format("As its owner, run: GRANT USAGE ON SCHEMA {} TO {}", quote_name(*schema),
                          quote_name(PQuser(connection)))));
    return;
  }
  // First, for without the right to read it nobody knows the version.
  const auto missing = missing_rights(connection, *schema);
  const bool readable = std::ranges::none_of(missing, [](const MissingRight& right) {
    return right.object.ends_with(".botstore_schema");
  });
  const auto version = readable ? version_of(connection, *schema) : std::nullopt;
  if (readable && !version) {
    findings.push_back(judge_missing(connection, *schema));
    return;
  }
  if (version)
    findings.push_back(judge_version(*version, botstore::postgres::postgres_schema_version()));
  check_rights(connection, *schema, findings);
  if (version && version->version == botstore::postgres::postgres_schema_version())
    check_structure(connection, *schema, options.resource_index, findings);
}

}  // namespace botstore::tools::inspect
