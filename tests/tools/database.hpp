#pragma once

#include <string>
#include <vector>

namespace botstore::tools::testing {

/// A database of its own on the server that scripts/with-postgres has started, gone at the end
/// together with the roles that were made for it.
class Database {
 public:
  explicit Database(const std::string& options = "");
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs SQL in it, as the superuser; a failure fails the test.
  void execute(const std::string& sql) const;

  /// Of the superuser.
  [[nodiscard]] std::string url() const;
  /// Of a new role that may connect and no more. Its password is its name.
  [[nodiscard]] std::string add_role();
  [[nodiscard]] std::string url_of(const std::string& role, const std::string& password) const;
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
  std::vector<std::string> roles_{};
};

/// Of the server's own database.
[[nodiscard]] std::string server_url();

}  // namespace botstore::tools::testing
