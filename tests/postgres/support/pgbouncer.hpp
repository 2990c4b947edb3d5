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
  /// Whether it follows prepared statements from one server connection to the next, where its
  /// version can: from 1.21 on.
  enum class Tracking { if_it_can, no };

  /// Settings are lines of its file: `pool_mode = session`.
  explicit PgBouncer(std::vector<std::string> settings = {},
                     Tracking tracking = Tracking::if_it_can);

  [[nodiscard]] std::string url() const;

 private:
  Folder folder_;
  int port_ = 0;
  std::optional<Program> program_;
};

}  // namespace botstore::postgres::testing
