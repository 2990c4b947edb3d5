#pragma once

#include <memory>
#include <stop_token>
#include <utility>

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/sessions/pool.hpp"
#include "backends/postgres/sessions/session.hpp"

namespace botstore::postgres {

/// Runs each batch on a connection of a pool's, in a transaction of its own. Used from many threads
/// at once.
class StoreSession final : public Session {
 public:
  StoreSession(std::shared_ptr<Pool> pool, std::stop_token closing) noexcept
      : pool_{std::move(pool)}, closing_{std::move(closing)} {}

  Results read(std::string_view operation, const Batch& batch, const CallOptions& call) override;
  Results write(std::string_view operation, const Batch& batch, const CallOptions& call) override;
  [[nodiscard]] bool in_transaction() const noexcept override { return false; }

 private:
  Results run(std::string_view operation, const Batch& batch, Framing framing,
              const CallOptions& call);

  std::shared_ptr<Pool> pool_;
  std::stop_token closing_;
};

}  // namespace botstore::postgres
