#pragma once

#include <stop_token>
#include <utility>

#include "backends/sqlite/sessions/database.hpp"
#include "backends/sqlite/sessions/session.hpp"

namespace botstore::sqlite {

/// Runs each piece of work in a transaction of its own. Used from many threads at once.
class StoreSession final : public Session {
 public:
  StoreSession(Database& database, std::stop_token closing) noexcept
      : database_{database}, closing_{std::move(closing)} {}

 protected:
  void run_read(std::string_view operation, const CallOptions& call, const Run& run) override;
  void run_write(std::string_view operation, const CallOptions& call, const Run& run) override;

 private:
  Database& database_;
  std::stop_token closing_;
};

/// Runs every piece of work in one transaction, which whoever holds the writer has begun.
class TransactionSession final : public Session {
 public:
  TransactionSession(Connection& connection, CallOptions call, std::stop_token closing)
      : connection_{connection}, call_{std::move(call)}, closing_{std::move(closing)} {}

  [[nodiscard]] Connection& connection() const noexcept { return connection_; }

  /// Throws `Unsupported` if a raw handle has ended the transaction.
  void require_open(std::string_view operation) const;

 protected:
  void run_read(std::string_view operation, const CallOptions& call, const Run& run) override;
  void run_write(std::string_view operation, const CallOptions& call, const Run& run) override;

 private:
  Connection& connection_;
  CallOptions call_;
  std::stop_token closing_;
};

}  // namespace botstore::sqlite
