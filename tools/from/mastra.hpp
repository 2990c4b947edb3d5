#pragma once

#include <string>

#include "botstore/call_options.hpp"
#include "botstore/storage.hpp"
#include "tools/from/report.hpp"

namespace botstore::from {

struct MastraTask {
  std::string source{};           ///< libpq's connection string of Mastra's database.
  std::string schema = "public";  ///< Where its tables are.
  /// Who owns threads, and orphan messages' threads, that name nobody.
  std::string unknown_owner = "unknown";
  bool show_progress = false;
};

/// Stores the threads, messages and resources of Mastra's PostgreSQL adapter, as they are at one
/// moment; the source is only read. Done again it overwrites what it has stored before.
/// docs/moving.md says what becomes of what.
[[nodiscard]] Report import_from_mastra(Storage& store, const MastraTask& task,
                                        const CallOptions& call = {});

}  // namespace botstore::from
