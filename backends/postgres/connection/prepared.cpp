#include "backends/postgres/connection/prepared.hpp"

#include <utility>

namespace botstore::postgres {

PreparedStatements::Use PreparedStatements::use(std::string_view sql, bool may_evict) {
  if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
    const auto statement = found->second;
    statement->used_in = run_;
    statements_.splice(statements_.begin(), statements_, statement);
    return {.name = statement->name.c_str()};
  }
  if (!make_room(may_evict)) return {};
  statements_.push_front({.sql = std::string{sql},
                          .name = "botstore_" + std::to_string(++last_number_),
                          .used_in = run_});
  by_sql_.emplace(statements_.front().sql, statements_.begin());
  ++unconfirmed_;
  return {.name = statements_.front().name.c_str(), .is_new = true};
}

bool PreparedStatements::make_room(bool may_evict) {
  if (statements_.size() < capacity_) return true;
  if (!may_evict || statements_.empty() || statements_.back().used_in == run_) return false;
  evicted_.push_back(std::move(statements_.back().name));
  by_sql_.erase(statements_.back().sql);
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
    by_sql_.erase(at->sql);
    at = statements_.erase(at);
  }
}

std::vector<std::string> PreparedStatements::take_evicted() noexcept {
  return std::exchange(evicted_, {});
}

void PreparedStatements::forget_all() noexcept {
  by_sql_.clear();
  statements_.clear();
  evicted_.clear();
}

}  // namespace botstore::postgres
