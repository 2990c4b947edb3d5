#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/postgres/support/program.hpp"

namespace botstore::postgres::testing {

/// A PgBouncer in front of the tests' server, on a port of 127.0.0.1. It knows the server's
/// superuser and the database `postgres`, and is gone at the end.
class PgBouncer {
 public:
  /// Settings are lines of its file: `pool_mode = session`.
  explicit PgBouncer(const std::vector<std::string>& settings = {});

  [[nodiscard]] std::string url() const;

 private:
  Folder folder_;
  int port_ = 0;
  std::optional<Program> program_;
};

}  // namespace botstore::postgres::testing
