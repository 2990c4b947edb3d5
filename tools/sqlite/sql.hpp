#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "botstore/call_options.hpp"

/// \file
/// A connection of the program's own to a file, which works where the store refuses to.

namespace botstore::tools::inspect {

struct CloseDatabase {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// Opens a file that is there. What is done with it ends at the deadline of `call`, which must
/// outlive it, with `Timeout`. Throws `Error`.
[[nodiscard]] Database open_file(const std::string& path, const CallOptions& call);

/// A new, empty database in memory.
[[nodiscard]] Database open_in_memory();

/// Runs statements and returns the rows of the last one, as text. Throws `Error`: `Corrupt` for a
/// damaged file and for one that is no database.
using TextRows = std::vector<std::vector<std::string>>;
TextRows query(sqlite3* database, const std::string& sql);

/// The only value of a query's only row; empty if it has none.
[[nodiscard]] std::string value_of(sqlite3* database, const std::string& sql);

}  // namespace botstore::tools::inspect
