#include "tests/postgres/support/database.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>

#include "backends/postgres/config/config.hpp"
#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/values/result.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres::testing {

namespace {

constexpr std::chrono::seconds patience{60};

/// Everything is logged, so that a test can tell what was sent.
constexpr std::string_view log_everything = "?options=-c%20log_statement%3Dall";

std::string with_database(const std::string& url, const std::string& database) {
  return url.substr(0, url.rfind('/') + 1) + database;
}

bool is_ddl(std::string_view statement) {
  constexpr std::array<std::string_view, 6> words{"create ", "alter ",  "drop ",
                                                  "grant ",  "revoke ", "comment "};
  return std::ranges::any_of(words, [&](auto word) { return statement.starts_with(word); });
}

}  // namespace

Sql::Sql(const std::string& url) : connection_{PQconnectdb(url.c_str())} {
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(connection_.get()));
}

void Sql::run(const std::string& sql) {
  if (const auto error = error_of(sql); !error.empty()) throw std::runtime_error(error);
}

std::string Sql::error_of(const std::string& sql) {
  const Result result{PQexec(connection_.get(), sql.c_str())};
  return PQresultErrorMessage(result.get());
}

std::string Sql::rows(const std::string& sql) {
  const Result result{PQexec(connection_.get(), sql.c_str())};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error(PQresultErrorMessage(result.get()));
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    if (row > 0) text += '\n';
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      if (column > 0) text += '|';
      text += PQgetvalue(result.get(), row, column);
    }
  }
  return text;
}

Database::Database(std::string_view options) : name_{unique_name("db")} {
  Sql{server_url()}.run("create database " + name_ + " " + std::string{options});
}

Database::~Database() {
  try {
    Sql sql{server_url()};
    sql.run("drop database " + name_ + " with (force)");
    for (const auto& role : roles_) sql.run("drop role " + role);
  } catch (const std::exception&) {
    // The server ends with the tests.
  }
}

std::string Database::url() const {
  return with_database(server_url(), name_) + std::string{log_everything};
}

std::string Database::url_of(const std::string& role) const {
  const auto server = server_url();
  return "postgresql://" + role + ":" + role +
         with_database(server.substr(server.rfind('@')), name_);
}

std::string Database::add_role() {
  auto role = unique_name("role");
  Sql{server_url()}.run("create role " + role + " login password '" + role + "'; alter role " +
                        role + " set log_statement = 'all'");
  roles_.push_back(role);
  return role;
}

std::unique_ptr<Connection> Database::connect_to(const std::string& url) {
  const auto config =
      configure({.connection_string = url}, [](const char*) { return std::nullopt; });
  return postgres::connect(config, limits_within(patience),
                           std::chrono::steady_clock::now() + patience);
}

void Database::await(const std::string& condition) const {
  Sql sql{url()};
  const auto end = std::chrono::steady_clock::now() + patience;
  while (sql.rows("select " + condition) != "t")
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("waited in vain for: " + condition);
}

std::string Database::init(const SchemaGoal& goal) const {
  const auto connection = connect();
  return migrate(*connection, goal, limits_within(patience));
}

int count_ddl(const std::vector<std::string>& statements) {
  return static_cast<int>(std::ranges::count_if(statements, is_ddl));
}

std::string unique_name(std::string_view prefix) {
  static std::atomic<int> last{0};
  return std::string{prefix} + "_" + std::to_string(getpid()) + "_" + std::to_string(++last);
}

}  // namespace botstore::postgres::testing
