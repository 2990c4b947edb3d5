#pragma once

#include <string>

#include "tools/from/source.hpp"

/// \file
/// How Mastra's tables are read.

namespace botstore::from {

/// Statements on Mastra's tables. Each gives the columns that mastra.cpp reads, by their places.
///
/// Mastra says each instant twice: in a column without a zone, which holds UTC, and in one with a
/// zone, whose name ends in Z. The second counts, unless it is absent, or was filled by the upgrade
/// that added it: then many rows have the same value there, and different ones far from it in the
/// first.
struct MastraSql {
  std::string resources{};  ///< Empty if there is no such table.
  std::string threads{};
  std::string messages{};        ///< By thread and time.
  std::string orphan_threads{};  ///< One for each thread that only messages name.
  std::string count{};           ///< How many rows all of these have.
};

/// Throws `SchemaMissing` if there are no tables of Mastra's.
[[nodiscard]] MastraSql mastra_sql(Source& source, const std::string& schema);

}  // namespace botstore::from
