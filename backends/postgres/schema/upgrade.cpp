#include "backends/postgres/schema/upgrade.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "botstore/postgres_schema.hpp"
#include "lib/arguments/check.hpp"

namespace botstore::postgres {

namespace {

void add_migration(std::vector<std::string>& statements, const Upgrade& upgrade,
                   const Migration& migration) {
  for (const auto statement : migration.statements)
    if (std::ranges::find(upgrade.leave_out, statement) == upgrade.leave_out.end())
      statements.push_back(in_schema(statement, upgrade.schema));
  if (migration.version == 1 && upgrade.resource_index)
    statements.push_back(create_resource_index(upgrade.schema, IndexBuild::plain));
  statements.push_back(
      fmt::format("insert into {}.botstore_schema (version, readable_from) values ({}, {})",
                  quote_name(upgrade.schema), migration.version, migration.readable_from));
}

/// A statement without the line breaks around it.
std::string_view trimmed(std::string_view statement) noexcept {
  while (statement.starts_with('\n')) statement.remove_prefix(1);
  return statement;
}

}  // namespace

void check_schema_name(std::string_view operation, std::string_view schema) {
  // As long as a name may be in PostgreSQL, which would silently cut a longer one.
  constexpr std::size_t schema_bytes = 63;
  const detail::Check check{operation};
  check.text("schema", schema, schema_bytes);
  if (schema.empty()) check.refuse("schema", "is empty");
}

std::vector<std::string> upgrade_statements(const Upgrade& upgrade) {
  std::vector<std::string> statements;
  if (upgrade.schema_itself != SchemaItself::is_there)
    statements.push_back(fmt::format(
        "create schema {}{}",
        upgrade.schema_itself == SchemaItself::create_if_missing ? "if not exists " : "",
        quote_name(upgrade.schema)));
  for (const auto& migration : upgrade.migrations)
    if (migration.version > upgrade.from_version) add_migration(statements, upgrade, migration);
  return statements;
}

std::string upgrade_script(const Upgrade& upgrade) {
  std::string script = "begin;\n\n";
  for (const auto& statement : upgrade_statements(upgrade))
    script += fmt::format("{};\n\n", trimmed(statement));
  return script + "commit;\n";
}

std::string resource_index_script(std::string_view schema) {
  return fmt::format("drop index concurrently if exists {}.{};\n{};\n", quote_name(schema),
                     resource_index_name, create_resource_index(schema, IndexBuild::concurrent));
}

std::string postgres_schema_sql(std::string_view schema, bool resource_index) {
  check_schema_name("postgres_schema_sql", schema);
  return upgrade_script({.schema = schema,
                         .migrations = all_migrations(),
                         .schema_itself = SchemaItself::create_if_missing,
                         .resource_index = resource_index});
}

int postgres_schema_version() noexcept {
  return all_migrations().back().version;
}

}  // namespace botstore::postgres
