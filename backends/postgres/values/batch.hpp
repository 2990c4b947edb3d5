#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "backends/postgres/values/params.hpp"
#include "backends/postgres/values/result.hpp"

namespace botstore::postgres {

/// One statement and its parameters.
struct Statement {
  std::string sql;
  Params params{};
};

/// Statements that are sent together and answered together, in one round trip and in order.
///
/// The text of a statement decides whether it is prepared already: keep texts few, and put whatever
/// varies from call to call into parameters. A text always comes with the same types.
class Batch {
 public:
  Batch() = default;
  explicit Batch(std::string sql, Params params = {}) { add(std::move(sql), std::move(params)); }

  Batch& add(std::string sql, Params params = {}) {
    statements_.push_back({std::move(sql), std::move(params)});
    return *this;
  }

  [[nodiscard]] std::size_t size() const noexcept { return statements_.size(); }
  [[nodiscard]] const std::vector<Statement>& statements() const noexcept { return statements_; }

 private:
  std::vector<Statement> statements_;
};

/// The results of a batch's statements, in their order.
using Results = std::vector<Result>;

}  // namespace botstore::postgres
