#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/postgres/support/program.hpp"

namespace botstore::postgres::testing {

/// A server of a test's own, for what cannot be done to the one that all tests share: a primary, or
/// a standby of one. It listens on a port of 127.0.0.1, has one superuser with a password of its
/// own, and is gone at the end.
class OwnServer {
 public:
  /// A new one. Settings are `name=value`.
  explicit OwnServer(std::vector<std::string> settings = {});

  /// A copy of `primary` that follows it, and that it knows by `name`. Returns when it does.
  OwnServer(const OwnServer& primary, const std::string& name);

  [[nodiscard]] std::string url() const;

  /// As an administrator, on a connection of its own.
  std::string ask(const std::string& sql) const;
  /// Asks until the answer is `t`.
  void wait_until(const std::string& sql) const;

  /// Until it has answered all, and waits for more. A server that stops earlier may say nothing.
  void wait_until_idle(int pid) const;

  /// Ends it, after a word to its clients, without waiting for them (immediate shutdown).
  void stop();
  /// Starts it again.
  void start();

  /// A standby becomes a primary. Returns when it accepts writes.
  void promote() { ask("select pg_promote()"); }

 private:
  Folder folder_;
  std::string password_;
  std::vector<std::string> settings_;
  int port_ = 0;
  std::optional<Program> program_;
};

}  // namespace botstore::postgres::testing
