#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backends/postgres/values/params.hpp"
#include "backends/postgres/values/result.hpp"
#include "backends/postgres/values/sql_text.hpp"

namespace botstore::postgres {

/// One statement and its parameters.
struct Statement {
  SharedSql text;
  Params params{};
};

/// Statements that are sent together and answered together, in one round trip and in order.
///
/// The text of a statement decides whether it is prepared already: keep texts few, and put whatever
/// varies from call to call into parameters.
class Batch {
 public:
  Batch() = default;
  explicit Batch(SharedSql text, Params params = {}) { add(std::move(text), std::move(params)); }
  explicit Batch(std::string sql, Params params = {}) { add(std::move(sql), std::move(params)); }

  Batch& add(SharedSql text, Params params = {}) {
    statements_.push_back({std::move(text), std::move(params)});
    return *this;
  }
  /// For what is run once: the text's identity is made anew each time.
  Batch& add(std::string sql, Params params = {}) {
    return add(std::make_shared<const SqlText>(std::move(sql)), std::move(params));
  }

  [[nodiscard]] std::size_t size() const noexcept { return statements_.size(); }
  [[nodiscard]] const std::vector<Statement>& statements() const noexcept { return statements_; }

 private:
  std::vector<Statement> statements_;
};

/// The results of a batch's statements, in their order.
using Results = std::vector<Result>;

}  // namespace botstore::postgres
