#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/postgres/schema/schema.hpp"

namespace botstore::postgres {

/// Whether the schema itself, which holds the tables, has to be made.
enum class SchemaItself { is_there, create, create_if_missing };

/// Throws `InvalidArgument` for what is no schema's name.
void check_schema_name(std::string_view operation, std::string_view schema);

/// What brings one schema up to date.
struct Upgrade {
  std::string_view schema{};
  std::span<const Migration> migrations{};
  int from_version = 0;  ///< The version that there is; 0: none.
  SchemaItself schema_itself = SchemaItself::is_there;
  bool resource_index = true;                     ///< Whether a new schema gets it.
  std::span<const std::string_view> leave_out{};  ///< Statements whose work is done already.
};

/// The statements, to be run in one transaction and in this order. Empty if there is nothing to do.
[[nodiscard]] std::vector<std::string> upgrade_statements(const Upgrade& upgrade);

/// The same as a script, with its transaction.
[[nodiscard]] std::string upgrade_script(const Upgrade& upgrade);

/// The script that builds the resource index on tables that are in use.
[[nodiscard]] std::string resource_index_script(std::string_view schema);

}  // namespace botstore::postgres
