#include <future>
#include <string>

#include "backends/postgres/schema/migrate.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"

using namespace botstore::postgres;
using namespace botstore::postgres::testing;

namespace {

/// A database with a message and without the resource index.
class IndexTest {
 public:
  IndexTest() {
    database_.init({.resource_index = false});
    sql().run(
        "insert into threads values ('t', 'r', '', '{}', now(), now(), null, null, 1, 1);"
        "insert into messages values ('m', 't', 'r', 'user', 'text', '1', '{}', now(), 1, 1)");
  }

  [[nodiscard]] const Database& database() const { return database_; }
  [[nodiscard]] Sql sql() const { return Sql{database_.url()}; }

  /// `t`: valid, `f`: invalid, nothing: there is none.
  [[nodiscard]] std::string index() const {
    return sql().rows(
        "select indisvalid from pg_index where indexrelid = "
        "to_regclass('messages_by_resource')");
  }
  [[nodiscard]] std::string claims() const {
    return sql().rows("select count(*) from botstore_builds");
  }

  /// Leaves an invalid index, as a build does that is killed.
  void leave_invalid_index() const {
    auto blocker = sql();
    blocker.run("begin isolation level repeatable read; select * from messages");
    auto builder = sql();
    const auto pid = std::to_string(builder.pid());
    std::string error;
    auto build = std::async(std::launch::async, [&] {
      error = builder.error_of(
          "create index concurrently messages_by_resource on messages "
          "(resource_id, created_at, thread_id, sequence)");
    });
    database_.await("exists (select from pg_stat_activity where pid = " + pid +
                    " and wait_event = 'virtualxid')");
    blocker.run("select pg_terminate_backend(" + pid + ")");
    build.get();
    CHECK_FALSE(error.empty());
    database_.await("not exists (select from pg_stat_activity where pid = " + pid + ")");
  }

 private:
  Database database_;
};

constexpr const char* building =
    "exists (select from pg_stat_activity where datname = current_database() "
    "and wait_event = 'virtualxid' and query ~ 'index concurrently')";

}  // namespace

TEST_CASE("the resource index is built when it is asked for later", "[postgres]") {
  const IndexTest test;
  CHECK(test.index() == "");
  test.database().init();
  CHECK(test.index() == "t");
  CHECK(test.claims() == "0");

  // And is left alone by those who do not ask for it.
  test.database().init({.resource_index = false});
  CHECK(test.index() == "t");
}

TEST_CASE("an invalid index that a killed build left is built anew", "[postgres]") {
  const IndexTest test;
  test.leave_invalid_index();
  REQUIRE(test.index() == "f");
  SECTION("when nobody has claimed it") {}
  SECTION("when the claim of who was killed is old") {
    test.sql().run(
        "insert into botstore_builds values ('messages_by_resource', "
        "now() - interval '1 minute')");
  }
  test.database().init();
  CHECK(test.index() == "t");
  CHECK(test.claims() == "0");
}

TEST_CASE("a fresh claim of another's is respected", "[postgres]") {
  const IndexTest test;
  test.sql().run("insert into botstore_builds values ('messages_by_resource', now())");
  test.database().init();
  CHECK(test.index() == "");
  test.database().init({.mode = SchemaMode::verify});
}

TEST_CASE("while one builds the index, others neither wait nor build, and writers write",
          "[postgres]") {
  const IndexTest test;
  auto blocker = test.sql();
  blocker.run("begin isolation level repeatable read; select * from messages");
  auto builder = std::async(std::launch::async, [&] { test.database().init(); });
  test.database().await(building);

  // However long it takes.
  test.sql().run("update botstore_builds set claimed_at = now() - interval '1 hour'");
  test.database().init();
  test.database().init({.mode = SchemaMode::verify});
  test.sql().run(
      "insert into messages values ('n', 't', 'r', 'user', 'text', '1', '{}', now(), "
      "2, 1)");
  CHECK(test.index() == "f");

  blocker.run("commit");
  builder.get();
  CHECK(test.index() == "t");
  CHECK(test.claims() == "0");
}

TEST_CASE("an index build ends while others wait for a migration", "[postgres]") {
  const IndexTest test;
  auto holder = test.sql();
  // Holds what a migration of another schema in this database would.
  holder.run("begin; select pg_advisory_xact_lock(hashtextextended('botstore schema other', 0))");
  auto waiting = std::async(std::launch::async, [&] { test.database().init({.schema = "other"}); });
  test.database().await(
      "exists (select from pg_stat_activity where datname = current_database() "
      "and pid <> pg_backend_pid() and (query ~ 'pg_try_advisory' or query = 'ROLLBACK'))");
  test.database().init();
  CHECK(test.index() == "t");
  holder.run("commit");
  waiting.get();
}

TEST_CASE("an index build whose time is up gives its claim back", "[postgres]") {
  const IndexTest test;
  auto blocker = test.sql();
  blocker.run("begin isolation level repeatable read; select * from messages");
  const auto connection = test.database().connect();
  try {
    migrate(*connection, {}, limits_within(std::chrono::milliseconds{500}));
    FAIL("the build cannot end");
  } catch (const botstore::Error& error) {
    CHECK(error.code() == botstore::ErrorCode::timeout);
  }
  CHECK(test.claims() == "0");
  blocker.run("commit");
  test.database().init();
  CHECK(test.index() == "t");
}
