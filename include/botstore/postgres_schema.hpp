#pragma once

/// \file
/// For administrators' tools: the tables of a PostgresStore as SQL, without a connection.

#include <string>
#include <string_view>

#include "botstore/export.hpp"

namespace botstore::postgres {

/// The script that makes in `schema` what `init()` makes in a new database, in one transaction. For
/// databases where the store's own role may not create tables: run it once, by `psql` for one.
///
/// `schema` is taken literally, as `PostgresOptions::schema` is, and `resource_index` means what it
/// means there. Throws `InvalidArgument` for a schema that is not 1 to 63 bytes of UTF-8 without
/// U+0000.
[[nodiscard]] BOTSTORE_EXPORT std::string postgres_schema_sql(std::string_view schema,
                                                              bool resource_index = true);

}  // namespace botstore::postgres
