#pragma once

#include <string_view>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

/// Builds the resource index without keeping writers from the messages, and replaces an invalid one
/// that a killed build has left. Does nothing, and does not wait, if somebody else is at it, or has
/// begun within the last half minute.
void build_resource_index(Connection& connection, std::string_view schema, const Limits& limits);

/// True if somebody is building it.
[[nodiscard]] bool is_building_resource_index(Connection& connection, std::string_view schema,
                                              const Limits& limits);

}  // namespace botstore::postgres
