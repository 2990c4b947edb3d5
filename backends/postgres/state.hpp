#pragma once

#include <libpq-fe.h>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/sessions/pool.hpp"
#include "backends/postgres/sessions/store_session.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

[[nodiscard]] Capabilities capabilities_of_postgres();

/// What the view of a transaction derives from beside Storage, for `PostgresStore::connection_of`.
class HasRawConnection {
 public:
  [[nodiscard]] virtual PGconn* raw_connection() = 0;

 protected:
  ~HasRawConnection() = default;
};

/// A connection in the user's hands.
class LentConnection {
 public:
  explicit LentConnection(PooledConnection connection) noexcept
      : connection_{std::move(connection)} {
    static_cast<void>(connection_->lend());
  }

  [[nodiscard]] PGconn* get() const noexcept { return connection_->get(); }

 private:
  PooledConnection connection_;
};

struct PostgresStore::State {
  State(Config configured, std::stop_token closing);

  const Config config;
  const std::shared_ptr<Preparing> preparing;
  const std::shared_ptr<Pool> pool;
  StoreSession session;

  std::once_flag schema_known;
  std::optional<SqlTexts> texts;  // Once the schema is known.
};

}  // namespace botstore::postgres
