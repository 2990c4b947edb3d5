#pragma once

#include <string>

#include "botstore/postgres.hpp"
#include "tools/findings/catalogue.hpp"
#include "tools/findings/finding.hpp"
#include "tools/findings/status.hpp"

/// \file
/// As tools/inspection/backends.hpp says.

namespace botstore::tools::inspect {

[[nodiscard]] std::string identity_of(postgres::PostgresStore& store, const CallOptions& call);
[[nodiscard]] Status status_of(postgres::PostgresStore& store, const CallOptions& call);
[[nodiscard]] Findings examine(postgres::PostgresStore& store, const CallOptions& call);
[[nodiscard]] Differences differences_of(postgres::PostgresStore& store, const CallOptions& call);
[[nodiscard]] std::string schema_sql_of(const postgres::PostgresStore& store);

}  // namespace botstore::tools::inspect
