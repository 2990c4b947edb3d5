#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>

#include "backends/sqlite/connection/handle.hpp"
#include "lib/wait/limits.hpp"

namespace botstore::sqlite {

using detail::interruption;
using detail::Limits;
using detail::limits_of;

struct ConnectionOptions {
  std::string path{};
  std::chrono::milliseconds busy_timeout{};
  bool sync_on_commit = true;  ///< Whether a commit waits for the disk.
};

/// One connection to a database file, used by one thread at a time, with the statements that it has
/// prepared.
class Connection {
 public:
  enum class Missing { create, fail };

  /// Opens the file; one that is not there is made or is an error.
  Connection(const ConnectionOptions& options, Missing missing);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] sqlite3* get() const noexcept { return database_.get(); }

  /// A call that uses the connection: its name is the context of errors, its limits end what takes
  /// too long.
  class Use {
   public:
    Use(Connection& connection, std::string_view operation, const Limits& limits) noexcept;
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    Connection& connection_;
    std::string_view outer_operation_;
    const Limits* outer_limits_;
  };

  /// A prepared statement and its text.
  struct Statement {
    std::string sql;
    StatementHandle handle;
  };
  using Statements = std::list<Statement>;

  /// A list of one: the statement of the text, prepared if it is not at hand.
  [[nodiscard]] Statements take(std::string_view sql);
  void give_back(Statements statement) noexcept;

  /// Runs a prepared statement that takes no parameters and returns nothing.
  void run(std::string_view sql);

  /// Runs a text of one or more statements once.
  void execute(const char* sql);

  [[nodiscard]] bool in_transaction() const noexcept;

  /// Ends a transaction that is open.
  void roll_back() noexcept;

  /// Lets readers go on beside a writer, from now on and for everybody who opens the file.
  void enter_wal_mode();

  /// The error of the last call, which returned `code`.
  [[nodiscard]] Error error(int code) const;

 private:
  static int on_busy(void* self, int times) noexcept;
  static int is_over(void* self) noexcept;
  void configure(const ConnectionOptions& options);
  [[nodiscard]] bool wait_for_lock(int times) noexcept;

  DatabaseHandle database_;
  Statements idle_;  // The most recently used one first. Closed before the database.
  std::chrono::milliseconds busy_timeout_;
  std::chrono::steady_clock::time_point waiting_since_{};
  std::string_view operation_ = "open";
  const Limits unlimited_{};  // While it is opened, and while a user has it.
  const Limits* limits_ = &unlimited_;
};

}  // namespace botstore::sqlite
