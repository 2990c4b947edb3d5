#include "tests/tools/support/postgres.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "botstore/id.hpp"

namespace botstore::tools::testing {

namespace {

std::string new_name() {
  auto name = "tools_" + new_id();
  std::ranges::replace(name, '-', '_');
  return name;
}

}  // namespace

std::string server_url() {
  const auto* const url = std::getenv("BOTSTORE_TEST_POSTGRES_URL");
  if (url == nullptr) throw std::runtime_error{"run this test under scripts/with-postgres"};
  return url;
}

PostgresDatabase::PostgresDatabase(const std::string& options) : name_{new_name()} {
  run_on(server_url(), "create database " + name_ + " " + options);
  url_ = server_url();
  url_.replace(url_.rfind('/') + 1, std::string::npos, name_);
}

PostgresDatabase::~PostgresDatabase() {
  try {
    run_on(server_url(), "drop database if exists " + name_ + " with (force)");
  } catch (const std::exception&) {
    // The server is the test's, and goes with it.
  }
}

Role::Role() : name_{new_name()} {
  PostgresDatabase::run_on(server_url(),
                           "create role " + name_ + " login password '" + name_ + "'");
}

Role::~Role() {
  try {
    PostgresDatabase::run_on(server_url(), "drop role " + name_);
  } catch (const std::exception&) {
    // The server is the test's, and goes with it.
  }
}

std::string Role::url(const PostgresDatabase& database, const std::string& password) const {
  const auto& superuser = database.url();
  return "postgresql://" + name_ + ":" + password + superuser.substr(superuser.rfind('@'));
}

std::string PostgresDatabase::run_on(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(url.c_str()),
                                                                &PQfinish};
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), sql.c_str()),
                                                             &PQclear};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error{PQerrorMessage(connection.get())};
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    if (row > 0) text += '\n';
    for (int column = 0; column < PQnfields(result.get()); ++column)
      text += (column > 0 ? "|" : "") + std::string{PQgetvalue(result.get(), row, column)};
  }
  return text;
}

}  // namespace botstore::tools::testing
