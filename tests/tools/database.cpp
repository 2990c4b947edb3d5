#include "tests/tools/database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace botstore::tools::testing {

namespace {

void execute_on(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(url.c_str()),
                                                                &PQfinish};
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()),
                                                             &PQclear};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error{PQerrorMessage(connection.get())};
}

std::string unique_name(const std::string& prefix) {
  static int last = 0;
  return prefix + "_" + std::to_string(getpid()) + "_" + std::to_string(++last);
}

}  // namespace

std::string server_url() {
  const char* url = std::getenv("BOTSTORE_TEST_POSTGRES_URL");
  if (url == nullptr) throw std::runtime_error{"run it by scripts/with-postgres"};
  return url;
}

Database::Database(const std::string& options) : name_{unique_name("tools")} {
  execute_on(server_url(), "create database " + name_ + " " + options);
}

Database::~Database() {
  try {
    execute_on(server_url(), "drop database " + name_ + " with (force)");
    for (const auto& role : roles_) execute_on(server_url(), "drop role " + role);
  } catch (const std::exception&) {
    // The server ends with the tests.
  }
}

void Database::execute(const std::string& sql) const {
  execute_on(url(), sql);
}

std::string Database::url() const {
  const auto server = server_url();
  return server.substr(0, server.rfind('/') + 1) + name_;
}

std::string Database::add_role() {
  auto role = unique_name("role");
  execute_on(server_url(), "create role " + role + " login password '" + role + "'");
  roles_.push_back(role);
  return role;
}

std::string Database::url_of(const std::string& role, const std::string& password) const {
  const auto ours = url();
  return "postgresql://" + role + ":" + password + ours.substr(ours.rfind('@'));
}

}  // namespace botstore::tools::testing
