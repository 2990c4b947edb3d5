#pragma once

#include <optional>
#include <string>

#include "tools/findings/catalogue.hpp"
#include "tools/findings/version.hpp"
#include "tools/sqlite/sql.hpp"

namespace botstore::tools::inspect {

/// The tables and indexes of a file, compared with those that the library's DDL makes in memory.
[[nodiscard]] Differences compare_with_ddl(sqlite3* live);

/// True if the file bears the store's mark.
[[nodiscard]] bool is_ours(sqlite3* database);

[[nodiscard]] bool has_table(sqlite3* database, const std::string& name);

/// The version of the tables of a file that is ours; absent if the table that tells it is gone.
[[nodiscard]] std::optional<SchemaVersion> version_of(sqlite3* database);

}  // namespace botstore::tools::inspect
