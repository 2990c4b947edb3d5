#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// \file
/// What the server that `scripts/with-postgres` has started writes into its log.

namespace botstore::postgres::testing {

/// What the server has logged so far, in bytes: where to begin to look later.
[[nodiscard]] std::size_t log_size();

struct LogEntry {
  std::string level;  ///< `LOG`, `DETAIL`, `DEBUG`.
  std::string text;   ///< Of one line or several.
};

/// What the process of one session has logged since then.
[[nodiscard]] std::vector<LogEntry> logged(int pid, std::size_t since);

/// The statements that one connection has run since then, as they were sent.
[[nodiscard]] std::vector<std::string> logged_statements(int pid, std::size_t since);

}  // namespace botstore::postgres::testing
