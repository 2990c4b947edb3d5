#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/harness/pick.hpp"
#include "bench/libpq/connection.hpp"

namespace bench::libpq {

struct Statement {
  const char* name;
  std::string sql;
};

/// An operation of the library's, as it is written by hand.
struct Operation {
  std::string_view name;
  std::vector<Statement> statements;  ///< To be prepared on each connection.
  void (*call)(Connection& connection, Pick& pick);
};

/// All of them, under the names of botstore-bench.
[[nodiscard]] const std::vector<Operation>& operations();

// The parts of it.
[[nodiscard]] std::vector<Operation> thread_operations();
[[nodiscard]] std::vector<Operation> message_operations();
[[nodiscard]] std::vector<Operation> people_operations();

}  // namespace bench::libpq
