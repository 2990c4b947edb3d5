#include "backends/postgres/sessions/transaction_session.hpp"

#include <utility>

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/sessions/attempts.hpp"

namespace botstore::postgres {

TransactionSession::TransactionSession(std::shared_ptr<Pool> pool, CallOptions call,
                                       std::stop_token closing)
    : pool_{std::move(pool)}, call_{std::move(call)}, closing_{std::move(closing)} {}

TransactionSession::~TransactionSession() {
  if (connection_) roll_back(**connection_);
}

Results TransactionSession::read(std::string_view operation, const Batch& batch,
                                 const CallOptions& call) {
  return run(operation, batch, call);
}

Results TransactionSession::write(std::string_view operation, const Batch& batch,
                                  const CallOptions& call) {
  return run(operation, batch, call);
}

PGconn* TransactionSession::raw_connection() {
  if (!connection_) begin("connection_of", Batch{}, limits({}));
  return (*connection_)->lend();
}

void TransactionSession::commit(std::string_view operation) {
  if (!connection_) return;
  static_cast<void>(run_batch(**connection_, operation, Batch{}, Framing::commit, limits({})));
  connection_.reset();
}

Limits TransactionSession::limits(const CallOptions& call) const {
  return limits_of(call, closing_, call_);
}

Results TransactionSession::run(std::string_view operation, const Batch& batch,
                                const CallOptions& call) {
  if (batch.size() == 0) return {};
  const auto both = limits(call);
  if (!connection_) return begin(operation, batch, both);
  auto& connection = **connection_;
  // The user may go on with a handle that was lent before.
  const struct LendAgain {
    Connection& connection;
    ~LendAgain() {
      if (connection.was_lent()) static_cast<void>(connection.lend());
    }
  } lend_again{connection};
  return run_batch(connection, operation, batch, Framing::inside, both);
}

Results TransactionSession::begin(std::string_view operation, const Batch& batch,
                                  const Limits& limits) {
  Results results;
  with_pooled_connection(*pool_, operation, limits, [&](PooledConnection connection) {
    try {
      results = run_batch(*connection, operation, batch, Framing::begin, limits);
    } catch (...) {
      roll_back(*connection);
      throw;
    }
    connection_.emplace(std::move(connection));
  });
  return results;
}

}  // namespace botstore::postgres
