#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/from/source.hpp"

/// \file
/// BuilderBot's two tables, and what an importer and an adoption must know of them.

namespace botstore::from {

struct BuilderbotTables {
  std::string contact{};  ///< The tables' names in SQL.
  std::string history{};
  std::string zone{};  ///< What its times, which bear no zone, are read in.
};

/// Looks for the tables, and sets the session's time zone to `zone`; absent: to that of the
/// source's sessions, which its rows were written in. Throws `SchemaMissing` if there are no such
/// tables, `InvalidArgument` for a zone that the server does not know, `AlreadyExists` if the
/// tables are a store's.
[[nodiscard]] BuilderbotTables builderbot_tables(Source& source, const std::string& schema,
                                                 const std::optional<std::string>& zone);

/// SQL for the instant in a column that may lack a zone; of a row `r`.
[[nodiscard]] std::string builderbot_instant(const std::string& column);

/// SQL for when a contact `r` was made: its created_at, else the earliest of its other times, else
/// the beginning of 1970. A history entry's has one other time only.
[[nodiscard]] std::string builderbot_contact_created();
[[nodiscard]] std::string builderbot_history_created();

/// A query for the contacts that share a phone with a newer one: `id`, and `winner`, the id of that
/// one. The newest is the one with the latest of its times, of those with equal times the one with
/// the greatest id.
[[nodiscard]] std::string builderbot_losers(const BuilderbotTables& tables);

}  // namespace botstore::from
