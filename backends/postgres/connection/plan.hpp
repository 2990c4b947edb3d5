#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/exchange.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/values/batch.hpp"

namespace botstore::postgres {

/// The steps that run a batch on a connection, its prepared statements considered. Refers to the
/// batch and to the connection's names until the run ends.
class Plan {
 public:
  Plan(Connection& connection, const Batch& batch, Framing framing);

  [[nodiscard]] const std::vector<Step>& steps() const noexcept { return steps_; }

  /// The edition of the statements that it prepares.
  [[nodiscard]] std::uint32_t edition() const noexcept { return edition_; }

  /// The step whose answer says that the work is committed; absent if the batch commits nothing.
  [[nodiscard]] std::optional<std::size_t> commit() const noexcept { return commit_; }

 private:
  void add_forgotten();
  void add_run(const SqlText& text, const Params* params, bool keeps_result);
  void add_sync() { steps_.push_back({.kind = Step::Kind::sync}); }

  Connection& connection_;
  bool may_evict_;
  std::uint32_t edition_;
  std::vector<std::string> forgotten_;  // The texts that deallocate.
  std::vector<Step> steps_;
  std::optional<std::size_t> commit_;
};

}  // namespace botstore::postgres
