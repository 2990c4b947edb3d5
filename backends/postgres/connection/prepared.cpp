#include "backends/postgres/connection/prepared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace botstore::postgres {

PreparedStatements::Use PreparedStatements::use(const SqlText& text,
                                                std::span<const std::uint32_t> types,
                                                std::uint32_t edition, bool may_evict) {
  const auto identity = text.identity(types, edition);
  if (const auto found = by_identity_.find(identity); found != by_identity_.end()) {
    const auto statement = found->second;
    statement->used_in = run_;
    statements_.splice(statements_.begin(), statements_, statement);
    return {.name = statement->name.c_str()};
  }
  if (!make_room(may_evict)) return {};
  if (take_back(identity)) return {.name = statements_.front().name.c_str()};
  auto& added = statements_.emplace_front(
      Prepared{.identity = identity,
               .name = fmt::format("botstore_{:016x}{:016x}", identity.high, identity.low),
               .sql = edition == 0 ? "" : fmt::format("{} /* {} */", text.sql(), edition),
               .used_in = run_});
  by_identity_.emplace(identity, statements_.begin());
  ++unconfirmed_;
  return {.name = added.name.c_str(), .sql = edition == 0 ? text.sql() : added.sql};
}

/// Has a statement again that was given up in this run: the server has it still.
bool PreparedStatements::take_back(const StatementIdentity& identity) {
  const auto given_up = std::ranges::find(evicted_, identity, &Prepared::identity);
  if (given_up == evicted_.end()) return false;
  statements_.push_front(std::move(*given_up));
  evicted_.erase(given_up);
  statements_.front().used_in = run_;
  by_identity_.emplace(identity, statements_.begin());
  return true;
}

bool PreparedStatements::make_room(bool may_evict) {
  if (statements_.size() < capacity_) return true;
  if (!may_evict || statements_.empty() || statements_.back().used_in == run_) return false;
  by_identity_.erase(statements_.back().identity);
  evicted_.push_back(std::move(statements_.back()));
  statements_.pop_back();
  return true;
}

void PreparedStatements::confirm(std::string_view name) noexcept {
  for (auto& statement : statements_) {
    if (statement.name != name || statement.confirmed) continue;
    statement.confirmed = true;
    --unconfirmed_;
    return;
  }
}

void PreparedStatements::end_run() {
  if (std::exchange(unconfirmed_, 0) == 0) return;
  for (auto at = statements_.begin(); at != statements_.end();) {
    if (at->confirmed) {
      ++at;
      continue;
    }
    by_identity_.erase(at->identity);
    at = statements_.erase(at);
  }
}

std::vector<std::string> PreparedStatements::take_evicted() {
  std::vector<std::string> names;
  for (auto& statement : std::exchange(evicted_, {})) names.push_back(std::move(statement.name));
  return names;
}

void PreparedStatements::forget_all() noexcept {
  by_identity_.clear();
  statements_.clear();
  evicted_.clear();
}

}  // namespace botstore::postgres
