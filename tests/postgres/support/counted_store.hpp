#pragma once

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "botstore/postgres.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server_log.hpp"

namespace botstore::postgres::testing {

/// What one piece of work has cost. The server logs no Sync, but a Sync outside a transaction block
/// ends the transaction that the statements before it ran in, so round trips outside a block are
/// transactions in the log. A block may hold several round trips, which the log does not tell
/// apart: the line to the server counts how often the client has spoken after an answer.
struct Cost {
  int answers_awaited = 0;
  std::ptrdiff_t transactions = 0;
  std::vector<std::string> statements;

  [[nodiscard]] bool one_round_trip() const { return answers_awaited == 1 && transactions == 1; }
};

/// Logs each statement and, in the lines of DEBUG, the begin of each transaction.
inline constexpr const char* in_the_log =
    "&options=-c%20log_statement%3Dall%20-c%20log_min_messages%3Ddebug5";

/// A store on a single connection, whose costs can be told.
class CountedStore {
 public:
  explicit CountedStore(const std::string& schema)
      : store_{{.connection_string = proxy_.url() + "?pool_max=1&schema=" + schema + in_the_log}},
        pid_{store_.with_connection([](PGconn* handle) { return PQbackendPID(handle); })} {}

  PostgresStore& operator*() { return store_; }
  [[nodiscard]] int pid() const { return pid_; }

  template <class Work>
  [[nodiscard]] Cost cost_of(Work&& work) {
    const auto since = log_size();
    const auto before = proxy_.round_trips();
    work();
    const auto begins_transaction = [](const LogEntry& entry) {
      return entry.level == "DEBUG" && entry.text.starts_with("StartTransaction(1)");
    };
    return {.answers_awaited = proxy_.round_trips() - before,
            .transactions = std::ranges::count_if(logged(pid_, since), begins_transaction),
            .statements = logged_statements(pid_, since)};
  }

 private:
  Proxy proxy_;
  PostgresStore store_;
  int pid_;
};

}  // namespace botstore::postgres::testing
