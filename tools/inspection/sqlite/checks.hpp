#pragma once

#include <filesystem>

#include "tools/findings/finding.hpp"
#include "tools/sqlite/sql.hpp"

/// \file
/// The checks of `doctor` on an SQLite store.

namespace botstore::tools::inspect {

/// Whether the file and its folder are there, and what the process may do with them. False: there
/// is nothing to open.
bool check_place(const std::filesystem::path& path, Findings& findings);

void check_content(sqlite3* database, Findings& findings);

}  // namespace botstore::tools::inspect
