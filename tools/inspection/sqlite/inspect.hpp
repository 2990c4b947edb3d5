#pragma once

#include <string>

#include "botstore/sqlite.hpp"
#include "tools/findings/catalogue.hpp"
#include "tools/findings/finding.hpp"
#include "tools/findings/status.hpp"

/// \file
/// As tools/inspection/backends.hpp says.

namespace botstore::tools::inspect {

[[nodiscard]] std::string identity_of(const sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Status status_of(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Findings examine(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] Differences differences_of(sqlite::SqliteStore& store, const CallOptions& call);
[[nodiscard]] std::string schema_sql_of(const sqlite::SqliteStore& store);

}  // namespace botstore::tools::inspect
