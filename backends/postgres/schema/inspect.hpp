#pragma once

#include <optional>
#include <string>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

/// What is there of the store in a schema.
struct SchemaState {
  std::string name{};
  bool exists = false;                   ///< The schema itself.
  bool ours = false;                     ///< It has our table of versions.
  std::string tables{};                  ///< Those of our tables' names that are taken, for people.
  std::string missing{};                 ///< Those that are not.
  int version = 0;                       ///< 0: none.
  int readable_from = 0;                 ///< The oldest version whose library can work on it.
  std::optional<bool> resource_index{};  ///< Whether it is valid; absent if there is none.
};

/// Looks, and changes nothing; two round trips at the most. Without a name it is the connection's
/// default schema. Throws `SchemaMissing` if there is no such default, `Corrupt` if the table of
/// versions is empty.
[[nodiscard]] SchemaState inspect(Connection& connection, const std::optional<std::string>& schema,
                                  Framing framing, const Limits& limits);

/// The name of the connection's default schema: the first of its search_path that exists. Throws
/// `SchemaMissing` if none does.
[[nodiscard]] std::string default_schema(Connection& connection, const Limits& limits);

}  // namespace botstore::postgres
