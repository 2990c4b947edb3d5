#include "backends/postgres/connection/run_batch.hpp"

#include <thread>

#include "tests/catch.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::connect_to_server;
using testing::error_of;
using testing::Observer;
using testing::Table;

Results run(Connection& connection, const Batch& batch, Framing framing = Framing::read,
            const Limits& limits = {}) {
  return run_batch(connection, "test", batch, framing, limits);
}

Limits within(std::chrono::milliseconds time) {
  return {.deadline = std::chrono::steady_clock::now() + time};
}

std::int64_t one(Connection& connection) {
  return run(connection, Batch{"select 1"}).front().front().get<std::int64_t>(0);
}

std::string running(const Connection& connection, const std::string& sql) {
  return "select exists (select from pg_stat_activity where state = 'active' and query like '%" +
         sql + "%' and pid = " + std::to_string(PQbackendPID(connection.get())) + ")";
}

}  // namespace

TEST_CASE("the results of a batch come in the order of its statements") {
  const auto connection = connect_to_server();
  Batch batch;
  for (int i = 0; i < 1'000; ++i) batch.add("select $1", Params{i});
  const auto results = run(*connection, batch);
  REQUIRE(results.size() == 1'000);
  for (int i = 0; i < 1'000; ++i)
    REQUIRE(results[static_cast<std::size_t>(i)].front().get<std::int64_t>(0) == i);
  CHECK(connection->clean());
}

TEST_CASE("a write of several statements is done whole or not at all") {
  Table table{"n bigint primary key"};
  const auto connection = connect_to_server();
  const auto insert = "insert into " + table.name() + " values ($1)";
  run(*connection, Batch{insert, Params{1}}.add(insert, Params{2}), Framing::write);
  CHECK(table.rows() == "2");

  const auto error = error_of([&] {
    run(*connection, Batch{insert, Params{3}}.add(insert, Params{1}).add(insert, Params{4}),
        Framing::write);
  });
  CHECK(error.code() == ErrorCode::already_exists);
  CHECK(error.sqlstate() == "23505");
  CHECK(error.details().context == "test");
  CHECK(table.rows() == "2");
  CHECK(connection->clean());
  CHECK(one(*connection) == 1);
}

TEST_CASE("a constraint that is checked at the end is an error, not a success") {
  Table table{"n bigint unique deferrable initially deferred"};
  const auto connection = connect_to_server();
  const auto insert = "insert into " + table.name() + " values ($1), ($1)";
  const auto alone = connect_to_server();
  CHECK(error_of([&] {
          run(*alone, Batch{insert, Params{1}}, Framing::write);
        }).sqlstate() == "23505");
  CHECK(alone->broken());
  const Batch several = Batch{insert, Params{2}}.add("select 1");
  CHECK(error_of([&] { run(*connection, several, Framing::write); }).sqlstate() == "23505");
  CHECK(connection->clean());
  CHECK(table.rows() == "0");
  CHECK(one(*connection) == 1);
}

TEST_CASE("a transaction goes over several batches") {
  Table table{"n bigint primary key"};
  const auto connection = connect_to_server();
  const auto insert = "insert into " + table.name() + " values ($1)";
  run(*connection, Batch{insert, Params{1}}, Framing::begin);
  run(*connection, Batch{insert, Params{2}}, Framing::inside);
  CHECK(connection->in_transaction());
  CHECK(table.rows() == "0");
  run(*connection, Batch{}, Framing::commit);
  CHECK(connection->clean());
  CHECK(table.rows() == "2");

  run(*connection, Batch{insert, Params{3}}, Framing::begin);
  roll_back(*connection);
  CHECK(connection->clean());
  CHECK(table.rows() == "2");
}

TEST_CASE("a failed transaction cannot be committed") {
  const auto connection = connect_to_server();
  run(*connection, Batch{}, Framing::begin);
  CHECK(error_of([&] { run(*connection, Batch{"select 1/0"}, Framing::inside); }).sqlstate() ==
        "22012");
  CHECK(connection->in_transaction());
  CHECK(error_of([&] { run(*connection, Batch{"select 1"}, Framing::inside); }).sqlstate() ==
        "25P02");
  CHECK(error_of([&] { run(*connection, Batch{}, Framing::commit); }).code() ==
        ErrorCode::conflict);
  CHECK(connection->clean());
}

TEST_CASE("a deadline during a statement is Timeout, and the connection works on") {
  const auto connection = connect_to_server();
  for (const auto framing : {Framing::read, Framing::write}) {
    const Batch batch = Batch{"select 2"}.add("select pg_sleep(600)");
    const auto limits = within(std::chrono::milliseconds{50});
    CHECK(error_of([&] { run(*connection, batch, framing, limits); }).code() == ErrorCode::timeout);
    REQUIRE(connection->clean());
    CHECK(one(*connection) == 1);
  }
}

TEST_CASE("a deadline that is over sends nothing") {
  Table table{"n bigint"};
  const auto connection = connect_to_server();
  const Batch insert{"insert into " + table.name() + " values (1)"};
  CHECK(error_of([&] {
          run(*connection, insert, Framing::write, within(std::chrono::milliseconds{0}));
        }).code() == ErrorCode::timeout);
  CHECK(connection->clean());
  CHECK(table.rows() == "0");
}

TEST_CASE("each of the three stops ends a statement with Cancelled") {
  Observer observer;
  const auto connection = connect_to_server();
  for (int which = 0; which < 3; ++which) {
    std::stop_source source;
    Limits limits;
    (which == 0   ? limits.stop
     : which == 1 ? limits.outer_stop
                  : limits.closing) = source.get_token();
    std::jthread stopper{[&] {
      observer.wait_until(running(*connection, "pg_sleep"));
      source.request_stop();
    }};
    const auto error =
        error_of([&] { run(*connection, Batch{"select pg_sleep(600)"}, Framing::write, limits); });
    CHECK(error.code() == ErrorCode::cancelled);
    stopper.join();
    REQUIRE(connection->clean());
    CHECK(one(*connection) == 1);
  }
}

TEST_CASE("a statement that an administrator cancels is Timeout and not done") {
  Observer observer;
  const auto connection = connect_to_server();
  std::jthread canceller{[&] {
    observer.wait_until(running(*connection, "pg_sleep"));
    observer.ask("select pg_cancel_backend(" + std::to_string(PQbackendPID(connection->get())) +
                 ")");
  }};
  const auto error = error_of([&] { run(*connection, Batch{"select pg_sleep(600)"}); });
  CHECK(error.code() == ErrorCode::timeout);
  CHECK(error.sqlstate() == "57014");
  CHECK(connection->clean());
}

TEST_CASE("a session that is ended before the commit has not done its work, and says so") {
  Observer observer;
  Table table{"n bigint"};
  const auto connection = connect_to_server();
  std::jthread terminator{[&] {
    observer.wait_until(running(*connection, "pg_sleep"));
    observer.terminate(PQbackendPID(connection->get()));
  }};
  const Batch batch =
      Batch{"insert into " + table.name() + " values (1)"}.add("select pg_sleep(600)");
  const auto error = error_of([&] { run(*connection, batch, Framing::write); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.sqlstate() == "57P01");
  CHECK(error.retryable());
  CHECK(connection->broken());
  CHECK(table.rows() == "0");
}

TEST_CASE("a session that ended while it was idle has not done the next work") {
  Observer observer;
  Table table{"n bigint"};
  for (const auto framing : {Framing::read, Framing::write}) {
    const auto connection = connect_to_server();
    CHECK(connection->silent());
    observer.terminate(PQbackendPID(connection->get()));
    CHECK_FALSE(connection->silent());
    const Batch insert{"insert into " + table.name() + " values (1)"};
    const auto error = error_of([&] { run(*connection, insert, framing); });
    CHECK(error.code() == ErrorCode::connection_failed);
    CHECK(error.retryable());
    CHECK(connection->broken());
  }
  CHECK(table.rows() == "0");
}

TEST_CASE("a large batch does not lock up with a large answer") {
  const auto connection = connect_to_server();
  std::vector<std::string> texts;
  for (int i = 0; i < 100'000; ++i) texts.push_back(std::to_string(i) + std::string(90, 'x'));
  Batch batch;
  for (int i = 0; i < 10; ++i)
    batch.add("select t from unnest($1) with ordinality u(t, o) order by o",
              Params{}.add_array(texts));
  const auto results = run(*connection, batch, Framing::read, within(std::chrono::minutes{5}));
  REQUIRE(results.size() == 10);
  for (const auto& result : results) {
    REQUIRE(result.size() == 100'000);
    CHECK(result[99'999].get<std::string_view>(0) == texts.back());
  }
}

TEST_CASE("a batch of many statements does not lock up with their answers") {
  const auto connection = connect_to_server();
  Batch batch;
  for (int i = 0; i < 20'000; ++i) batch.add("select repeat('x', 1000), $1", Params{i});
  const auto results = run(*connection, batch, Framing::read, within(std::chrono::minutes{5}));
  REQUIRE(results.size() == 20'000);
  CHECK(results.back().front().get<std::int64_t>(1) == 19'999);
}

TEST_CASE("a COPY in a batch is an error, not a wait") {
  const auto connection = connect_to_server();
  CHECK_THROWS_AS(run(*connection, Batch{"copy (select 1) to stdout"}), Error);
  CHECK(connection->broken());
}

}  // namespace botstore::postgres
