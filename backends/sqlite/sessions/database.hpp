#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "backends/sqlite/connection/connection.hpp"
#include "lib/wait/gate.hpp"

namespace botstore::sqlite {

/// The file of a store, and the connections to it: one that writes, and as many that read as there
/// are calls that read at the same time.
class Database {
 public:
  explicit Database(ConnectionOptions options) : options_{std::move(options)} {}

  /// Makes the schema, or brings it up to date.
  void init(const Limits& limits);

  /// A new connection to a database that has our schema. Throws `SchemaMissing` if it has none.
  [[nodiscard]] std::unique_ptr<Connection> connect(std::string_view operation,
                                                    const Limits& limits) const;

  /// A connection to read with. Give it back unless something failed on it.
  [[nodiscard]] std::unique_ptr<Connection> take_reader(std::string_view operation,
                                                        const Limits& limits);
  void give_back(std::unique_ptr<Connection> reader) noexcept;

  /// The right to write, for this process: the others are kept out by the file's lock.
  class Writer {
   public:
    Writer(Database& database, std::string_view operation, const Limits& limits);

    [[nodiscard]] Connection& connection() const noexcept { return *connection_; }

    /// Nobody has the connection after this turn.
    void retire_connection() const noexcept;

   private:
    Database& database_;
    detail::Gate::Turn turn_;
    std::shared_ptr<Connection> connection_;  // Goes before the turn does.
  };

  /// Closes the connections. A transaction that is being undone still has its own.
  void close() noexcept;

 private:
  /// The connection that writes, for whoever has the turn; `make()` makes it where there is none.
  template <class Make>
  [[nodiscard]] std::shared_ptr<Connection> writer(const Make& make) {
    {
      const std::lock_guard lock{mutex_};
      if (writer_) return writer_;
    }
    std::shared_ptr<Connection> made = make();
    const std::lock_guard lock{mutex_};
    return writer_ = std::move(made);
  }

  ConnectionOptions options_;
  detail::Gate gate_;
  std::mutex mutex_;
  std::shared_ptr<Connection> writer_;
  std::vector<std::unique_ptr<Connection>> readers_;  // Those that nobody uses.
};

}  // namespace botstore::sqlite
