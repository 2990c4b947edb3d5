#pragma once

#include <functional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/from/report.hpp"
#include "tools/transfer/rows/calls.hpp"

namespace botstore::from {

struct MastraTask {
  std::string source{};           ///< libpq's connection string of Mastra's database.
  std::string schema = "public";  ///< Where its tables are.
  /// Who owns threads, and orphan messages' threads, that name nobody.
  std::string unknown_owner = "unknown";
  bool show_progress = false;
  std::function<void(const std::string& text)> note{};  ///< Told what a person should know.
};

/// Stores the threads, messages and resources of Mastra's PostgreSQL adapter, as they are at one
/// moment; the source is only read. A row that no store takes is `Corrupt`, by its name there. Done
/// again it overwrites what it has stored before. docs/moving.md says what becomes of what.
[[nodiscard]] Report import_from_mastra(Storage& store, const MastraTask& task,
                                        const transfer::Calls& call = {});

}  // namespace botstore::from
