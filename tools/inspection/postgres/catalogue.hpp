#pragma once

#include <libpq-fe.h>

#include <map>
#include <string>
#include <vector>

#include "tools/findings/catalogue.hpp"

/// \file
/// The library's tables, as its DDL makes them and as they are.

namespace botstore::tools::inspect {

/// What the DDL makes, by name: for whoever may not let the server read it.
struct Made {
  std::vector<std::string> tables{};
  std::map<std::string, std::string> indexes{};  ///< With the statement that makes each.
};

/// Reads what postgres_schema_sql() makes in this schema.
[[nodiscard]] Made made_by_ddl(const std::string& schema, bool resource_index);

/// The tables of `names` in a schema with all that belongs to them, and the functions of the
/// library. The search path must be pg_catalog alone.
[[nodiscard]] Catalogue read_catalogue(PGconn* connection, const std::string& schema,
                                       const std::vector<std::string>& names);

/// The live tables, compared with those that the DDL makes in a schema of another name, in a
/// transaction that is rolled back. Throws `PermissionDenied` where CREATE on the database is
/// missing.
[[nodiscard]] Differences compare_with_ddl(PGconn* connection, const std::string& schema,
                                           bool resource_index);

}  // namespace botstore::tools::inspect
