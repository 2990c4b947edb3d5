#pragma once

#include <functional>
#include <optional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/from/report.hpp"
#include "tools/transfer/rows/calls.hpp"

namespace botstore::from {

struct BuilderbotTask {
  std::string source{};           ///< libpq's connection string of BuilderBot's database.
  std::string schema = "public";  ///< Where its tables are.
  /// What its times, which bear no zone, are read in. Absent: that of the source's sessions.
  std::optional<std::string> zone{};
  bool show_progress = false;
  std::function<void(const std::string& text)> note{};  ///< Told what a person should know.
};

struct BuilderbotReport {
  Report report{};
  std::string zone{};  ///< The one that the times were read in.
};

/// Stores the contacts and the history of BuilderBot's PostgreSQL adapter, as they are at one
/// moment; the source is only read. A row that no store takes is `Corrupt`, by its name there. Done
/// again it overwrites what it has stored before. docs/moving.md says what becomes of what.
[[nodiscard]] BuilderbotReport import_from_builderbot(Storage& store, const BuilderbotTask& task,
                                                      const transfer::Calls& call = {});

}  // namespace botstore::from
