#pragma once

/// \file
/// For administrators' tools: the tables of a PostgresStore as SQL, without a connection.

#include <string>
#include <string_view>
#include <vector>

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

/// The statements that make a store in `schema` of BuilderBot's tables `contact` and `history`,
/// which are there, and keep their rows. Run them in one transaction, in this order, while nobody
/// uses the tables; no view may depend on them, and no foreign key of another table. `zone` is what
/// the tables' times are read in, as `set timezone` takes it. docs/moving.md says what becomes of
/// what. The other arguments and errors are those of postgres_schema_sql.
[[nodiscard]] BOTSTORE_EXPORT std::vector<std::string> builderbot_adoption_sql(
    std::string_view schema, std::string_view zone, bool resource_index = true);

/// The version of the schema that this library makes: the largest in the table `botstore_schema`.
[[nodiscard]] BOTSTORE_EXPORT int postgres_schema_version() noexcept;

}  // namespace botstore::postgres
