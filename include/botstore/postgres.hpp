#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/time.hpp"

/// libpq's connection. Include <libpq-fe.h> to do something with one.
typedef struct pg_conn PGconn;

namespace botstore::postgres {

struct PoolOptions {
  /// How many connections the store opens at the most. One is enough for everything to work.
  std::size_t max_connections = 20;

  /// A connection that nobody used for so long is closed.
  std::chrono::milliseconds idle_timeout = std::chrono::seconds{30};

  /// How long a call waits for a connection before it throws `PoolTimeout`, making a new one
  /// included. The call's own deadline holds beside it.
  std::chrono::milliseconds acquire_timeout = std::chrono::seconds{2};

  /// A connection of this age is not used again, so that one behind a proxy that drops connections
  /// silently, or to a server that left the load balancer, does not live for ever.
  std::chrono::milliseconds max_lifetime = std::chrono::minutes{30};
};

/// What a pool is doing; see `PostgresStore::pool_statistics`.
struct PoolStatistics {
  std::size_t max_connections = 0;
  std::size_t idle = 0;
  std::size_t in_use = 0;       ///< Leased, or being made.
  std::size_t waiting = 0;      ///< Calls that wait for a connection.
  std::uint64_t opened = 0;     ///< Connections made since the pool exists.
  std::uint64_t destroyed = 0;  ///< Of these, closed again for whatever reason.

  /// Whether statements are prepared. False also for a store that was to prepare them and has met a
  /// pooler that keeps no track of them: it goes on without.
  bool prepares_statements = false;
  /// How often a prepared statement was not there, was there already, or no longer fitted the
  /// tables. The call went on without it.
  std::uint64_t unexpected_statements = 0;
};

/// What `init()` does with the schema.
enum class SchemaMode {
  migrate,  ///< Creates it or brings it up to date.
  verify,   ///< Runs no DDL: throws `SchemaMissing` or `SchemaOutdated`, with the SQL that is
            ///< needed.
  none,     ///< Does not look.
};

/// Where the database is, and how the store uses it.
///
/// The connection comes from one of three sources: `connection_string`; the parameters `host` to
/// `keywords`; or, with neither, the environment: `DATABASE_URL`, else `POSTGRES_DB_HOST`, `_PORT`,
/// `_NAME`, `_USER` and `_PASSWORD`, else libpq's own `PG*`. A connection string beside parameters
/// is `InvalidArgument`. What the source leaves open, libpq fills in from `PG*`, the password file
/// and the service file, as it always does. (`open_from_environment()` chooses among all backends.)
struct PostgresOptions {
  /// A URL, `postgresql://user:password@host:5432/database?sslmode=require`, or libpq's
  /// `keyword=value` form. In a URL the characters `@ / % :` of a password are written `%40`,
  /// `%2F`, `%25` and `%3A`. A URL may also state, as query parameters, `schema`, `schema_mode`,
  /// `prepared_statements`, `resource_index`, `pool_max`, `pool_idle_timeout`,
  /// `pool_acquire_timeout` and `pool_max_lifetime` (these three in seconds); they win over the
  /// fields below. All other parameters are libpq's.
  std::optional<std::string> connection_string{};

  std::optional<std::string> host{};    ///< A name, an address, a socket's folder, or several.
  std::optional<std::uint16_t> port{};  ///< Absent: libpq's, 5432.
  std::optional<std::string> database{};
  std::optional<std::string> user{};
  std::optional<std::string> password{};

  /// `disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`. Absent: libpq's,
  /// `prefer`, which accepts an unencrypted connection.
  std::optional<std::string> tls_mode{};
  std::optional<std::string> tls_root_certificate{};  ///< The file that a server is checked by.
  std::optional<std::string> tls_certificate{};       ///< The client's own, a file.
  std::optional<std::string> tls_key{};               ///< The client's own, a file.

  /// Any other keyword of libpq's, `application_name` for one.
  std::map<std::string, std::string> keywords{};

  /// The schema that the tables are in, 1 to 63 bytes, taken literally. Absent: the one that the
  /// connection creates tables in by default, `public` as a rule.
  std::optional<std::string> schema{};
  SchemaMode schema_mode = SchemaMode::migrate;

  /// Whether statements are prepared, once per connection. Say false behind a pooler that gives
  /// transactions, not sessions, a server's connection (PgBouncer's transaction mode, Supabase's
  /// port 6543): then nothing is used that lives in a session.
  bool prepared_statements = true;

  /// Whether messages have the index that lists by resource need. It costs space and some time of
  /// each save; without it such lists read every message.
  bool resource_index = true;

  PoolOptions pool{};
  Clock clock = system_now;
};

class LentConnection;
class Session;
class SqlTexts;

/// The operations on data, which a store and the views of its transactions have in common. They
/// differ in the session that the statements run in.
class BOTSTORE_EXPORT PostgresOperations : public Storage {
 protected:
  using Storage::Storage;

  [[nodiscard]] virtual Session& session() noexcept = 0;

  /// The texts of the statements, for the store's schema. Where none was stated the first call asks
  /// the server for it.
  [[nodiscard]] virtual const SqlTexts& texts(const CallOptions& call) = 0;

#include "botstore/backend/overrides.inc"

 private:
  HistoryReceipt save_history_once(const backend::SaveHistory& request, const CallOptions& call);
};

/// A store in a PostgreSQL database, version 14 or newer, whose encoding is UTF-8. Every operation
/// is one round trip. See `Storage` for what it does; what it adds is access to its connections.
///
/// Raw handles. A `PGconn*` of the store's is for SQL of your own: beside the store's calls, or, in
/// a transaction, together with them. The rules:
///
/// - A leased handle is outside any transaction; the caller begins and ends its own. On the handle
///   of a running transaction the store begins and ends it: leave BEGIN, COMMIT and ROLLBACK out.
/// - What is done on a handle passes by the store's checks. Rows that break its rules are yours.
/// - One thread at a time uses a handle, and none after the lease's end or the function's return.
/// - A connection comes back clean or is destroyed. In an open or failed transaction, in pipeline
///   mode or in the middle of a result it is destroyed; otherwise the store runs `DISCARD ALL`,
///   which ends LISTEN, SET, temporary tables, advisory locks and prepared statements. With
///   `prepared_statements = false` it does not, since a pooler decides whose session that would be.
/// - Notices of the server's are printed nowhere. A notice processor of the caller's gets them as
///   long as the handle is the caller's.
/// - A handle that is leased when the store is closed stays valid until it is returned, and is then
///   destroyed.
/// - Deadlines and stop tokens end the wait for a handle, not what is done with it.
class BOTSTORE_EXPORT PostgresStore : public PostgresOperations {
 public:
  /// A connection of the pool's for as long as the object lives.
  class BOTSTORE_EXPORT Lease {
   public:
    explicit Lease(std::unique_ptr<LentConnection> lent) noexcept;
    ~Lease();
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;

    /// Never null, but for a moved-from lease. In blocking mode.
    [[nodiscard]] PGconn* get() const noexcept;

   private:
    std::unique_ptr<LentConnection> lent_;
  };

  /// Reads the options and the environment, and connects to nothing yet. Throws `InvalidArgument`.
  explicit PostgresStore(PostgresOptions options = {});
  ~PostgresStore() override;

  /// Takes a connection of the pool's. Throws `PoolTimeout`, `ConnectionFailed` and what else
  /// keeps the store from connecting; `Unsupported` in a transaction.
  [[nodiscard]] Lease lease(const CallOptions& call = {});

  /// Calls `fn(PGconn*)` with a connection of the pool's, and returns what it returns.
  template <std::invocable<PGconn*> F>
  auto with_connection(F&& fn, const CallOptions& call = {}) -> std::invoke_result_t<F, PGconn*> {
    const Lease leased = lease(call);
    return std::invoke(std::forward<F>(fn), leased.get());
  }

  /// The connection of the transaction that handed out `transaction_view`, in blocking mode. Throws
  /// `Unsupported` for anything but the `Storage&` of a running transaction of a PostgresStore.
  [[nodiscard]] static PGconn* connection_of(Storage& transaction_view);

  /// A snapshot; it may be out of date when it arrives.
  [[nodiscard]] PoolStatistics pool_statistics() const;

  /// How the store uses its database, after the parameters of the URL were read. What says where
  /// the database is, from `connection_string` to `keywords`, is left out.
  [[nodiscard]] const PostgresOptions& options() const noexcept;

 protected:
  void do_init(const CallOptions& call) override;
  void do_close() override;
  Capabilities do_capabilities() const override;
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override;
  Session& session() noexcept override;
  const SqlTexts& texts(const CallOptions& call) override;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace botstore::postgres
