#pragma once

#include <string>

/// \file
/// PostgreSQL databases for the tests of the tools, on the server that scripts/with-postgres has
/// started.

namespace botstore::tools::testing {

/// A new and empty database, gone at the end.
class PostgresDatabase {
 public:
  /// `options` of CREATE DATABASE.
  explicit PostgresDatabase(const std::string& options = "");
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  [[nodiscard]] const std::string& url() const noexcept { return url_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// Runs statements; returns the rows of the last: values divided by `|`, rows by line feeds. A
  /// failure is a std::runtime_error.
  std::string run(const std::string& sql) const { return run_on(url_, sql); }

  static std::string run_on(const std::string& url, const std::string& sql);

 private:
  std::string name_;
  std::string url_;
};

/// A new role that may connect and no more, gone at the end. Make it before the databases in which
/// it gets rights.
class Role {
 public:
  Role();
  ~Role();
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// Of a database, by its own password or by another.
  [[nodiscard]] std::string url(const PostgresDatabase& database) const {
    return url(database, name_);
  }
  [[nodiscard]] std::string url(const PostgresDatabase& database,
                                const std::string& password) const;

 private:
  std::string name_;
};

/// The URL of the server's first database. Fails the test where there is none.
[[nodiscard]] std::string server_url();

}  // namespace botstore::tools::testing
