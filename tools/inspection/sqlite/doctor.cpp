#include <utility>

#include "tools/inspection/sqlite/checks.hpp"
#include "tools/inspection/sqlite/inspect.hpp"

namespace botstore::tools::inspect {

using botstore::sqlite::SqliteStore;

Findings examine(SqliteStore& store, const CallOptions& call) {
  const std::filesystem::path path = store.options().path;
  if (path == ":memory:") return {{.check = "file", .says = "none: the store is gone at its end"}};
  Findings findings;
  if (!check_place(path, findings)) return findings;
  try {
    check_content(open_file(path, call).get(), findings);
  } catch (const Error& error) {
    findings.push_back(
        {.level = Finding::Level::fault,
         .check = "file",
         .says = error.details().cause,
         .mend = error.code() == ErrorCode::corrupt
                     ? "Restore it from a backup, or save what can be read, by the program "
                       "sqlite3 and its command .recover."
                     : "See that no program holds it, and that its disk is sound."});
  }
  return findings;
}

}  // namespace botstore::tools::inspect
