#pragma once

#include <string>

#include "botstore/sqlite.hpp"
#include "tools/inspection/catalogue.hpp"
#include "tools/inspection/finding.hpp"
#include "tools/inspection/status.hpp"

/// \file
/// As tools/inspection/backends.hpp says.

namespace botstore::tools::inspect {

[[nodiscard]] std::string identity_of(const sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Status status_of(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Findings examine(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Differences differences_of(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] std::string schema_sql_of(const sqlite::SqliteStore& store);

}  // namespace botstore::tools::inspect
