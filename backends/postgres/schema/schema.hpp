#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

/// \file
/// What the schema of the store is, version by version. How a database gets there is in upgrade.hpp
/// and migrate.hpp.

namespace botstore::postgres {

/// The way from one version of the schema to the next. In a statement `{schema}` stands for the
/// quoted schema, and `{quote}` for the marks around a function's body; see in_schema().
struct Migration {
  int version = 0;
  int readable_from = 0;  ///< The oldest version whose library can work on this one.
  std::span<const std::string_view> statements{};
};

/// All of them, from version 1 on.
[[nodiscard]] std::span<const Migration> all_migrations() noexcept;

/// Those of version 1's statements that make the tables which BuilderBot has too.
[[nodiscard]] std::span<const std::string_view> shared_tables() noexcept;

/// The tables of every version, by which others' tables of these names are found.
inline constexpr std::array<std::string_view, 8> table_names{
    "botstore_builds", "botstore_schema", "contact",   "history",
    "messages",        "metadata",        "resources", "threads",
};

/// The index that `PostgresOptions::resource_index` speaks of.
inline constexpr std::string_view resource_index_name = "messages_by_resource";

/// How an index is built: in a transaction, or without keeping writers from the table.
enum class IndexBuild { plain, concurrent };

[[nodiscard]] std::string create_resource_index(std::string_view schema, IndexBuild build);

/// A name as SQL writes it: in double quotes, taken literally.
[[nodiscard]] std::string quote_name(std::string_view name);

/// `statement` as it is for `schema`.
[[nodiscard]] std::string in_schema(std::string_view statement, std::string_view schema);

}  // namespace botstore::postgres
