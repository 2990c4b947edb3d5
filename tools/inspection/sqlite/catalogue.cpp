#include "tools/inspection/sqlite/catalogue.hpp"

#include <charconv>
#include <string_view>

#include "botstore/sqlite.hpp"
#include "tools/inspection/sqlite/inspect.hpp"

namespace botstore::tools::inspect {

namespace {

std::int64_t number(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Catalogue read_catalogue(sqlite3* database) {
  Catalogue catalogue;
  for (auto& row : query(database,
                         "select type, name, sql from sqlite_schema"
                         " where name not like 'sqlite\\_%' escape '\\' and sql is not null"))
    catalogue.emplace(std::pair{row[0], row[1]}, std::move(row[2]));
  return catalogue;
}

Database made_by_ddl() {
  auto database = open_in_memory();
  query(database.get(), botstore::sqlite::sqlite_schema_sql());
  return database;
}

}  // namespace

Differences compare_with_ddl(sqlite3* live) {
  return compare(read_catalogue(made_by_ddl().get()), read_catalogue(live));
}

bool is_ours(sqlite3* database) {
  const std::string mark = "pragma application_id";
  return value_of(database, mark) == value_of(made_by_ddl().get(), mark);
}

bool has_table(sqlite3* database, const std::string& name) {
  return !query(database,
                "select 1 from sqlite_schema where type = 'table' and name = '" + name + '\'')
              .empty();
}

std::optional<SchemaVersion> version_of(sqlite3* database) {
  if (!has_table(database, "botstore_schema")) return std::nullopt;
  const auto rows = query(database, "select max(version), max(readable_from) from botstore_schema");
  return SchemaVersion{.version = number(rows.front()[0]),
                       .readable_from = number(rows.front()[1])};
}

}  // namespace botstore::tools::inspect
