#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/sessions/pool.hpp"
#include "backends/postgres/values/batch.hpp"
#include "botstore/error.hpp"

/// \file
/// The server that `scripts/with-postgres` runs the tests beside.

namespace botstore::postgres::testing {

/// The server's URL. Ends the test as failed where there is no server: a test that did not run must
/// not look as if it had passed.
[[nodiscard]] std::string server_url();

/// The folder of the server's socket.
[[nodiscard]] std::string server_socket();

/// The folder of the programs that the server was made with: initdb, pg_basebackup.
[[nodiscard]] std::string server_programs();

/// How to reach the server, with other options than those of a URL.
[[nodiscard]] Config server_config(PostgresOptions options = {});

[[nodiscard]] std::unique_ptr<Connection> connect_to_server(PostgresOptions options = {});

[[nodiscard]] std::shared_ptr<Pool> pool_on_server(PoolOptions pool = {},
                                                   PostgresOptions options = {});

/// A point in time that no test gets to.
[[nodiscard]] std::chrono::steady_clock::time_point far_away();

/// What an administrator sees and does, on a connection of its own.
class Observer {
 public:
  Observer();

  /// The first value of the first row, as text; empty if there is none.
  std::string ask(const std::string& sql);

  /// Runs `sql` until it says `t`.
  void wait_until(const std::string& sql);

  /// Ends the session of a server process and waits until it is gone.
  void terminate(int pid);

 private:
  std::unique_ptr<PGconn, FinishConnection> connection_;
};

/// The error that `work` throws.
template <class Work>
[[nodiscard]] Error error_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error{"it should have thrown, and did not"};
}

/// A table of a name of its own, dropped at the end.
class Table {
 public:
  explicit Table(std::string_view columns);
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::string rows() { return observer_.ask("select count(*) from " + name_); }

 private:
  Observer observer_;
  std::string name_;
};

}  // namespace botstore::postgres::testing
