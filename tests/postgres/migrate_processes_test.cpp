#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "backends/postgres/schema/migrate.hpp"
#include "backends/postgres/schema/schema.hpp"
#include "botstore/error.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"

using namespace botstore;
using namespace botstore::postgres;
using namespace botstore::postgres::testing;

namespace {

/// Runs `work` in so many processes, which start it at the same moment. Returns how many failed.
int run_in_processes(int count, const std::function<void()>& work) {
  std::array<int, 2> gate{};
  REQUIRE(pipe(gate.data()) == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < count; ++i) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      close(gate[1]);
      char none = 0;
      int status = read(gate[0], &none, 1) == 0 ? 0 : 1;  // Until the gate is closed.
      try {
        work();
      } catch (const std::exception& error) {
        std::fprintf(stderr, "process %d: %s\n", i, error.what());
        status = 1;
      }
      _exit(status);
    }
    children.push_back(child);
  }
  close(gate[0]);
  close(gate[1]);
  int failed = 0;
  for (const auto child : children) {
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    if (status != 0) ++failed;
  }
  return failed;
}

std::string versions(const Database& database, const std::string& schema) {
  return Sql{database.url()}.rows("select version from " + schema + ".botstore_schema");
}

}  // namespace

TEST_CASE("twenty processes initialise an empty database at once", "[postgres]") {
  const Database database;
  for (int round = 0; round < 5; ++round) {
    const auto schema = "round_" + std::to_string(round);
    const auto init = [&] { database.init({.schema = schema}); };
    CHECK(run_in_processes(20, init) == 0);
    CHECK(versions(database, schema) == "1");

    // Again, where all is there.
    const auto since = log_size();
    const auto init_again = [&] {
      const auto connection = database.connect();
      migrate(*connection, {.schema = schema}, limits_within(std::chrono::seconds{60}));
      const auto sent = logged_statements(PQbackendPID(connection->get()), since);
      if (sent.size() != 2 || count_ddl(sent) != 0) throw std::runtime_error("it sent DDL");
    };
    CHECK(run_in_processes(20, init_again) == 0);
  }
}

TEST_CASE("two threads initialise at once", "[postgres]") {
  const Database database;
  for (int round = 0; round < 10; ++round) {
    const auto schema = "round_" + std::to_string(round);
    const auto init = [&] { return database.init({.schema = schema}); };
    auto one = std::async(std::launch::async, init);
    auto other = std::async(std::launch::async, init);
    CHECK(one.get() == schema);
    CHECK(other.get() == schema);
    CHECK(versions(database, schema) == "1");
  }
}

TEST_CASE("a migration that is killed leaves no half state", "[postgres]") {
  const Database database;
  database.init({.schema = "old"});
  static constexpr std::array<std::string_view, 3> killed{
      "create table {schema}.half (id int)",
      "select pg_terminate_backend(pg_backend_pid())",
      "create table {schema}.other_half (id int)",
  };
  const std::array migrations{all_migrations().front(),
                              Migration{.version = 2, .readable_from = 2, .statements = killed}};
  const auto* schema = GENERATE("old", "new");
  try {
    database.init({.schema = schema, .migrations = migrations});
    FAIL("it was to be killed");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::connection_failed);
  }

  Sql sql{database.url()};
  CHECK(sql.rows("select count(*) from pg_class where relname like '%half'") == "0");
  CHECK(sql.rows("select nspname from pg_namespace where nspname in ('old', 'new')") == "old");
  CHECK(database.init({.schema = schema}) == schema);
  CHECK(versions(database, schema) == "1");
}

TEST_CASE("whoever waits for a migration heeds the deadline and keeps the connection",
          "[postgres]") {
  const Database database;
  Sql holder{database.url()};
  holder.run("begin; select pg_advisory_xact_lock(hashtextextended('botstore schema bot', 0))");
  const auto connection = database.connect();
  try {
    migrate(*connection, {.schema = "bot"}, limits_within(std::chrono::milliseconds{200}));
    FAIL("nobody may migrate now");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::timeout);
  }
  CHECK(connection->clean());
  holder.run("commit");
  CHECK(migrate(*connection, {.schema = "bot"}, limits_within(std::chrono::seconds{60})) == "bot");
}
