#pragma once

#include <optional>
#include <string>

#include "tests/postgres/support/program.hpp"

namespace botstore::postgres::testing {

/// A PgBouncer of a test's own in front of the server that all tests share. It listens on a port of
/// 127.0.0.1, takes every client for the server's superuser, and is gone at the end.
class PgBouncer {
 public:
  /// Whether it follows prepared statements from one server connection to the next, where its
  /// version can: from 1.21 on.
  enum class Tracking { if_it_can, no };

  /// `settings` are lines of its configuration's section `pgbouncer`; they win over what it says
  /// by itself.
  explicit PgBouncer(std::string settings, Tracking tracking = Tracking::if_it_can);

  [[nodiscard]] std::string url() const;

 private:
  Folder folder_;
  int port_ = 0;
  std::optional<Program> program_;
};

}  // namespace botstore::postgres::testing
