#include <fmt/format.h>

#include "backends/sqlite/schema/schema.hpp"
#include "botstore/sqlite.hpp"

namespace botstore::sqlite {

std::string sqlite_schema_sql() {
  auto script = fmt::format("begin;\n\npragma application_id = {};\n", application_id);
  for (const auto& migration : all_migrations())
    script +=
        fmt::format("{}\ninsert into botstore_schema (version, readable_from) values ({}, {});\n",
                    migration.sql, migration.version, migration.readable_from);
  return script + "\ncommit;\n";
}

int sqlite_schema_version() noexcept {
  return static_cast<int>(all_migrations().back().version);
}

}  // namespace botstore::sqlite
