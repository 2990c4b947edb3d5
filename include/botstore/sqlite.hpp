#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/time.hpp"

/// SQLite's connection. Include <sqlite3.h> to do something with one.
struct sqlite3;

namespace botstore::sqlite {

struct SqliteOptions {
  /// The database's file, relative to the working folder or absolute; `init()` makes it where there
  /// is none. Beside it lie, while it is open, `<path>-wal` and `<path>-shm`: they belong to it.
  /// `:memory:` is a new, empty database, gone with the store.
  std::string path{};

  /// How long a write waits for a lock that another process holds, before it throws `Timeout`. The
  /// call's own deadline holds beside it.
  std::chrono::milliseconds busy_timeout = std::chrono::minutes{1};

  /// Whether a write waits until the disk has it. Without that, a power failure may cost the last
  /// writes, but not the database; a killed process costs nothing either way.
  bool sync_on_commit = true;

  Clock clock = system_now;
};

class Session;

/// The operations on data, which a store and the views of its transactions have in common. They
/// differ in the session that the statements run in.
class BOTSTORE_EXPORT SqliteOperations : public Storage {
 protected:
  using Storage::Storage;

  [[nodiscard]] virtual Session& session() noexcept = 0;

#include "botstore/backend/overrides.inc"
};

/// A store in an SQLite database file, for one machine: many processes may use the file at once, on
/// a local disk. One of them writes at a time, readers go on beside it and see what was committed.
/// See `Storage` for what it does; what it adds is access to its connections.
///
/// Raw handles. An `sqlite3*` of the store's is for SQL of your own: beside the store's calls, or,
/// in a transaction, together with them. The rules:
///
/// - A lent handle is outside any transaction; the caller begins and ends its own. On the handle of
///   a running transaction the store begins and ends it: leave BEGIN, COMMIT and ROLLBACK out.
/// - What is done on a handle passes by the store's checks. Rows that break its rules are yours.
/// - One thread at a time uses a handle, and none after the function's return.
/// - Inside a transaction's function do not write on another handle: it would wait for this one.
class BOTSTORE_EXPORT SqliteStore : public SqliteOperations {
 public:
  /// Opens nothing yet. Throws `InvalidArgument`.
  explicit SqliteStore(SqliteOptions options);
  ~SqliteStore() override;

  /// Calls `fn(sqlite3*)` with a connection of its own, and returns what it returns. Throws what
  /// keeps the file from being opened; `Unsupported` in a transaction.
  template <std::invocable<sqlite3*> F>
  auto with_connection(F&& fn, const CallOptions& call = {}) -> std::invoke_result_t<F, sqlite3*> {
    const auto lent = lend(call);
    return std::invoke(std::forward<F>(fn), lent.get());
  }

  /// The connection of the transaction that handed out `transaction_view`. Throws `Unsupported` for
  /// anything but the `Storage&` of a running transaction of an SqliteStore.
  [[nodiscard]] static sqlite3* connection_of(Storage& transaction_view);

  /// What the store was made with.
  [[nodiscard]] const SqliteOptions& options() const noexcept;

 protected:
  void do_init(const CallOptions& call) override;
  void do_close() override;
  Capabilities do_capabilities() const override;
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override;
  Session& session() noexcept override;

 private:
  struct State;

  [[nodiscard]] std::shared_ptr<sqlite3> lend(const CallOptions& call);

  std::unique_ptr<State> state_;
};

/// The script that makes in an empty database what `init()` makes in a new file: for a review, or
/// to compare a file with.
[[nodiscard]] BOTSTORE_EXPORT std::string sqlite_schema_sql();

/// The version of the schema that this library makes: the largest in the table `botstore_schema`.
[[nodiscard]] BOTSTORE_EXPORT int sqlite_schema_version() noexcept;

}  // namespace botstore::sqlite
