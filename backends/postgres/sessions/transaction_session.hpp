#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

#include "backends/postgres/sessions/pool.hpp"
#include "backends/postgres/sessions/session.hpp"

namespace botstore::postgres {

/// A transaction on one connection of a pool's; one thread at a time. It takes the connection, and
/// BEGIN travels, with the first batch. Destroyed without a commit, it rolls back.
///
///     TransactionSession session{pool, call, closing()};
///     … session.write(…) …
///     session.commit("transaction");
class TransactionSession final : public Session {
 public:
  /// The limits of `call` hold for everything that is done in the transaction, beside those of each
  /// call in it.
  TransactionSession(std::shared_ptr<Pool> pool, CallOptions call, std::stop_token closing);
  ~TransactionSession() override;

  Results read(std::string_view operation, const Batch& batch, const CallOptions& call) override;
  Results write(std::string_view operation, const Batch& batch, const CallOptions& call) override;
  [[nodiscard]] bool in_transaction() const noexcept override { return true; }

  /// The handle for the user's own SQL, in the open transaction.
  [[nodiscard]] PGconn* raw_connection();

  /// Throws `OutcomeUnknown` if the answer is lost. Does nothing if nothing was run.
  void commit(std::string_view operation);

 private:
  [[nodiscard]] Limits limits(const CallOptions& call) const;
  Results begin(std::string_view operation, const Batch& batch, const Limits& limits);
  Results run(std::string_view operation, const Batch& batch, const CallOptions& call);

  std::shared_ptr<Pool> pool_;
  CallOptions call_;
  std::stop_token closing_;
  std::optional<PooledConnection> connection_;
};

}  // namespace botstore::postgres
