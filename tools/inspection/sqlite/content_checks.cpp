#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "botstore/sqlite.hpp"
#include "botstore/time.hpp"
#include "tools/inspection/sqlite/catalogue.hpp"
#include "tools/inspection/sqlite/checks.hpp"
#include "tools/inspection/sqlite/inspect.hpp"

namespace botstore::tools::inspect {

namespace {

using Level = Finding::Level;

void check_integrity(sqlite3* database, Findings& findings) {
  const auto rows = query(database, "pragma integrity_check(5)");
  if (rows.front().front() == "ok") {
    findings.push_back({.check = "integrity", .says = "every page and index is sound"});
  } else {
    std::string says;
    for (const auto& row : rows) says += (says.empty() ? "" : "; ") + row.front();
    const bool index_only = std::ranges::all_of(rows, [](const auto& row) {
      return row.front().find(" missing from index ") != std::string::npos ||
             row.front().find("wrong # of entries in index ") != std::string::npos;
    });
    findings.push_back(fault("integrity", says,
                             index_only ? "Run in sqlite3: REINDEX;"
                                        : "Restore the file from a backup, or save what can be "
                                          "read, by sqlite3's .recover."));
  }
  if (const auto lost = query(database, "pragma foreign_key_check").size(); lost > 0)
    findings.push_back(
        fault("integrity", fmt::format("{} rows hang on a row that is not there", lost),
              "Find them in sqlite3 by: PRAGMA foreign_key_check; then delete them."));
}

void check_settings(sqlite3* database, Findings& findings) {
  const auto encoding = value_of(database, "pragma encoding");
  if (encoding == "UTF-8")
    findings.push_back({.check = "encoding", .says = "UTF-8"});
  else
    findings.push_back(fault("encoding", encoding + ", in which texts sort otherwise",
                             "Export the store, and import it into a new file."));
  const auto mode = value_of(database, "pragma journal_mode");
  if (mode == "wal")
    findings.push_back({.check = "journal", .says = "write-ahead, so readers wait for no writer"});
  else
    findings.push_back(fault("journal",
                             fmt::format("{}, in which readers and a writer wait for "
                                         "each other",
                                         mode),
                             "Run: botstore init"));
}

/// A time in the future tells that a clock is wrong, this one's or that of who wrote it.
void check_clock(sqlite3* database, Findings& findings) {
  if (!has_table(database, "threads")) return;
  const auto soon = system_now() + std::chrono::minutes{1};
  const auto rows =
      query(database, fmt::format("select count(*) from threads where updated_at > {}",
                                  soon.time_since_epoch().count()));
  if (rows.front().front() == "0")
    findings.push_back({.check = "clock", .says = "no thread was changed in the future"});
  else
    findings.push_back({.level = Level::note,
                        .check = "clock",
                        .says = rows.front().front() + " threads were changed in the future",
                        .mend = "Unless they were imported so, keep the clock by NTP; see "
                                "timedatectl."});
}

void check_structure(sqlite3* database, Findings& findings) {
  std::string tables;
  bool indexes_good = true;
  for (const auto& difference : compare_with_ddl(database)) {
    if (!difference.expected) continue;
    if (difference.kind == "index" && !difference.live) {
      indexes_good = false;
      findings.push_back(fault("indexes", difference.name + " is missing",
                               "Run in sqlite3: " + *difference.expected + ";"));
      continue;
    }
    tables += (tables.empty() ? "" : ", ") + describe(difference);
  }
  if (indexes_good) findings.push_back({.check = "indexes", .says = "all are there"});
  if (tables.empty())
    findings.push_back({.check = "tables", .says = "they are what this library makes"});
  else
    findings.push_back(fault("tables", tables, "For the definitions run: botstore schema --diff"));
}

}  // namespace

void check_content(sqlite3* database, Findings& findings) {
  // First: of a damaged file nothing else can be believed.
  check_integrity(database, findings);
  if (!is_ours(database)) {
    const bool empty = value_of(database, "select count(*) from sqlite_schema") == "0";
    findings.push_back(empty ? fault("schema", "the file is empty", "Run: botstore init")
                             : fault("schema", "the file is another program's SQLite database",
                                     "Name another file: the store has one of its own."));
    return;
  }
  const auto version = version_of(database);
  if (version)
    findings.push_back(judge_version(*version, botstore::sqlite::sqlite_schema_version()));
  check_settings(database, findings);
  if (version && version->version != botstore::sqlite::sqlite_schema_version()) return;
  check_structure(database, findings);
  check_clock(database, findings);
}

}  // namespace botstore::tools::inspect
