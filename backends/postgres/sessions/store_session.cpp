#include "backends/postgres/sessions/store_session.hpp"

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/sessions/attempts.hpp"

namespace botstore::postgres {

Results StoreSession::read(std::string_view operation, const Batch& batch,
                           const CallOptions& call) {
  return run(operation, batch, Framing::read, call);
}

Results StoreSession::write(std::string_view operation, const Batch& batch,
                            const CallOptions& call) {
  return run(operation, batch, Framing::write, call);
}

Results StoreSession::run(std::string_view operation, const Batch& batch, Framing framing,
                          const CallOptions& call) {
  if (batch.size() == 0) return {};
  const auto limits = limits_of(call, closing_);
  Results results;
  with_pooled_connection(
      *pool_, operation, limits,
      [&](const PooledConnection& connection) {
        results = run_batch(*connection, operation, batch, framing, limits);
      },
      framing == Framing::read ? Pool::Look::unless_busy : Pool::Look::always);
  return results;
}

}  // namespace botstore::postgres
