#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// How the server has run the statements that the library sent, as its module auto_explain logs it.

namespace botstore::postgres::testing {

/// To append to a URL that has parameters: sessions that log the plan of every statement, and that
/// make plans in one way, `force_generic_plan` or `force_custom_plan`. For a superuser.
[[nodiscard]] std::string log_plans(std::string_view plan_cache_mode);

struct PlanNode {
  std::string type;   ///< `Index Scan`, `Sort`.
  std::string index;  ///< Empty if there is none.
  double rows = 0;    ///< Those that came out, and those that a filter removed.
  bool reads_table = false;
  bool sorts_rows = false;  ///< Of tables, not what came in as a parameter.
};

struct Plan {
  std::string statement;
  std::string text;  ///< All of it, as JSON.
  std::vector<PlanNode> nodes;
  std::int64_t pages = 0;  ///< Of tables and indexes, each time that one was looked at.

  [[nodiscard]] bool has(std::string_view type) const;
  [[nodiscard]] bool sorts_rows() const;
  /// How many rows of tables were read.
  [[nodiscard]] double rows_read() const;
};

/// The plans of the statements that one session has run since then.
[[nodiscard]] std::vector<Plan> logged_plans(int pid, std::size_t since);

}  // namespace botstore::postgres::testing
