#pragma once

#include <string>

/// \file
/// PostgreSQL databases for the tests of the tools, on the server that scripts/with-postgres has
/// started.

namespace botstore::tools::testing {

/// A new and empty database, gone at the end.
class PostgresDatabase {
 public:
  PostgresDatabase();
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  [[nodiscard]] const std::string& url() const noexcept { return url_; }

  /// Runs statements; returns the rows of the last: values divided by `|`, rows by line feeds. A
  /// failure is a std::runtime_error.
  std::string run(const std::string& sql) const { return run_on(url_, sql); }

  static std::string run_on(const std::string& url, const std::string& sql);

 private:
  std::string name_;
  std::string url_;
};

}  // namespace botstore::tools::testing
