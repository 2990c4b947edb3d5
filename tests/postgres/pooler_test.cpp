#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/sessions/store_session.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/pgbouncer.hpp"
#include "tests/postgres/support/server.hpp"

/// \file
/// Behind a PgBouncer that gives transactions a server's connection each, in turn, and keeps no
/// track of which statements were prepared where.

namespace botstore::postgres {

namespace {

using testing::PgBouncer;

constexpr int threads_kept = 200;

/// Two server connections, of which each transaction gets the other one.
std::vector<std::string> two_in_turn() {
  return {"pool_mode = transaction", "server_round_robin = 1", "default_pool_size = 2"};
}

const PgBouncer& pooler() {
  static const PgBouncer started{two_in_turn(), PgBouncer::Tracking::no};
  return started;
}

PostgresStore store_behind(const PgBouncer& bouncer, const std::string& schema,
                           bool prepared_statements = true) {
  return PostgresStore{{.connection_string = bouncer.url(),
                        .schema = schema,
                        .prepared_statements = prepared_statements}};
}

std::string id_of(int number) {
  return "kept-" + std::to_string(number);
}

}  // namespace

TEST_CASE("no call runs another's statement behind a pooler that takes no care of names") {
  const std::string schema = "crossing";
  auto maker = store_behind(pooler(), schema, false);
  maker.init();
  for (int i = 0; i < threads_kept; ++i) maker.save_thread({.id = id_of(i), .resource_id = "ada"});
  // While one store holds a server's connection the pooler makes the second one.
  maker.transaction([&](Storage& view) {
    CHECK_FALSE(view.get_thread("none"));
    CHECK_FALSE(store_behind(pooler(), schema, false).get_thread("none"));
  });

  // What one of them prepares first is not what the other one does.
  auto reader = store_behind(pooler(), schema);
  auto deleter = store_behind(pooler(), schema);
  // Three transactions a round on two connections: each store meets both.
  const auto read = [&](int number) {
    const auto thread = reader.get_thread(id_of(number));
    REQUIRE(thread);
    CHECK(thread->id == id_of(number));
  };
  for (int i = 0; i < threads_kept; ++i) {
    CHECK_FALSE(deleter.delete_thread("none"));
    read(i);
    read(threads_kept - 1 - i);
  }
  CHECK(reader.list_threads({.page = {.limit = Limit::all()}}).items.size() == threads_kept);

  for (const auto* store : {&reader, &deleter}) {
    const auto statistics = store->pool_statistics();
    CHECK_FALSE(statistics.prepares_statements);
    CHECK(statistics.unexpected_statements > 0);
    CHECK(statistics.opened == 1);
  }
}

TEST_CASE("writes by many threads are done once each behind such a pooler") {
  const std::string schema = "once_each";
  auto store = store_behind(pooler(), schema);
  store.init();
  store.save_thread({.id = "t", .resource_id = "ada"});
  constexpr int writers = 8;
  constexpr int each = 25;
  {
    std::vector<std::jthread> running;
    for (int writer = 0; writer < writers; ++writer)
      running.emplace_back([&store, writer] {
        for (int i = 0; i < each; ++i) {
          const auto receipt =
              store.save_message({.thread_id = "t",
                                  .id = std::to_string(writer) + "-" + std::to_string(i),
                                  .role = "user",
                                  .content = Json::string("text")},
                                 {.if_exists = SavePolicy::fail});
          if (receipt.outcome != Outcome::inserted) throw std::logic_error{"saved before"};
        }
      });
  }
  const auto thread = store.get_thread("t");
  REQUIRE(thread);
  CHECK(thread->last_sequence == writers * each);
}

TEST_CASE("a transaction keeps its statements behind such a pooler") {
  auto store = store_behind(pooler(), "kept_transactions");
  store.init();
  for (int round = 0; round < 20; ++round) {
    const auto id = "t" + std::to_string(round);
    // A pooler may show itself in the middle of the first one.
    store.transaction(
        [&](Storage& view) {
          view.save_thread({.id = id, .resource_id = "ada"});
          view.save_message({.thread_id = id, .id = "m", .role = "user", .content = Json{}});
          CHECK(view.get_message({id, "m"}));
        },
        {.retry = true});
  }
  CHECK(store.list_threads().items.size() == 20);
}

TEST_CASE("tables that changed under prepared statements cost nobody a call behind any pooler") {
  const PgBouncer bouncer{two_in_turn()};
  testing::Table table{"n bigint"};
  const auto config = configure({.connection_string = bouncer.url()});
  const auto preparing = std::make_shared<Preparing>(true);
  StoreSession session{
      Pool::make({.max_connections = 2},
                 [=](const Limits& limits, std::chrono::steady_clock::time_point give_up) {
                   return connect(config, limits, give_up, preparing);
                 }),
      {}};
  const Batch read{"select * from " + table.name()};
  for (int columns = 1; columns < 4; ++columns) {
    for (int i = 0; i < 4; ++i)
      CHECK(PQnfields(session.read_one("get", read, {}).get()) == columns);
    testing::Observer{}.ask("alter table " + table.name() + " add m" + std::to_string(columns) +
                            " bigint");
  }
}

}  // namespace botstore::postgres
