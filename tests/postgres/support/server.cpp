#include "tests/postgres/support/server.hpp"

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "backends/postgres/connection/connect.hpp"

namespace botstore::postgres::testing {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr)
    throw std::runtime_error{std::string{name} +
                             " is not set: run the tests with scripts/with-postgres"};
  return value;
}

}  // namespace

std::string server_url() {
  return variable("BOTSTORE_TEST_POSTGRES_URL");
}

std::string server_socket() {
  return variable("BOTSTORE_TEST_POSTGRES_SOCKET");
}

std::string server_programs() {
  return variable("BOTSTORE_TEST_POSTGRES_BIN");
}

Config server_config(PostgresOptions options) {
  options.connection_string = server_url();
  return configure(std::move(options));
}

std::chrono::steady_clock::time_point far_away() {
  return std::chrono::steady_clock::now() + std::chrono::minutes{5};
}

std::unique_ptr<Connection> connect_to_server(PostgresOptions options) {
  return connect(server_config(std::move(options)), {}, far_away());
}

std::shared_ptr<Pool> pool_on_server(PoolOptions pool, PostgresOptions options) {
  options.pool = pool;
  return Pool::make(pool, [config = server_config(std::move(options))](
                              const Limits& limits, std::chrono::steady_clock::time_point give_up) {
    return connect(config, limits, give_up);
  });
}

Observer::Observer() : connection_{PQconnectdb(server_url().c_str())} {
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw std::runtime_error{PQerrorMessage(connection_.get())};
}

std::string Observer::ask(const std::string& sql) {
  const Result result{PQexec(connection_.get(), sql.c_str())};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error{sql + ": " + PQresultErrorMessage(result.get())};
  return result.empty() ? "" : PQgetvalue(result.get(), 0, 0);
}

void Observer::wait_until(const std::string& sql) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (ask(sql) != "t") {
    if (std::chrono::steady_clock::now() > give_up)
      throw std::runtime_error{"this did not come true: " + sql};
    std::this_thread::yield();
  }
}

void Observer::terminate(int pid) {
  const auto number = std::to_string(pid);
  ask("select pg_terminate_backend(" + number + ")");
  wait_until("select not exists (select from pg_stat_activity where pid = " + number + ")");
}

Table::Table(std::string_view columns) {
  static std::atomic<int> tables = 0;
  name_ = "test_table_" + std::to_string(++tables);
  observer_.ask("create table " + name_ + " (" + std::string{columns} + ")");
}

Table::~Table() {
  try {
    observer_.ask("drop table " + name_);
  } catch (const std::exception&) {
    // The server is new for each run: what stays behind is gone with it.
  }
}

}  // namespace botstore::postgres::testing
