#pragma once

#include <optional>
#include <string>

#include "tests/postgres/support/program.hpp"

namespace botstore::postgres::testing {

/// A PgBouncer of a test's own in front of the server that all tests share. It listens on a port of
/// 127.0.0.1, takes every client for the server's superuser, and is gone at the end.
class PgBouncer {
 public:
  /// `settings` are lines of its configuration's section `pgbouncer`; they win over what it says
  /// by itself.
  explicit PgBouncer(const std::string& settings);

  [[nodiscard]] std::string url() const;

 private:
  Folder folder_;
  int port_ = 0;
  std::optional<Program> program_;
};

}  // namespace botstore::postgres::testing
