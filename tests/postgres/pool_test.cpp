#include "backends/postgres/sessions/pool.hpp"

#include <thread>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::far_away;
using testing::Observer;
using testing::pool_on_server;

std::chrono::steady_clock::time_point soon() {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds{30};
}

PooledConnection take(Pool& pool) {
  return pool.acquire({}, far_away());
}

int pid(const PooledConnection& connection) {
  return PQbackendPID(connection->get());
}

std::int64_t one(Connection& connection) {
  return run_batch(connection, "one", Batch{"select 1"}, Framing::read, {})
      .front()
      .front()
      .get<std::int64_t>(0);
}

void wait_for(const std::function<bool()>& condition) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error{"it did not come"};
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a connection that comes back clean is used again") {
  const auto pool = pool_on_server();
  const int first = pid(take(*pool));
  CHECK(pid(take(*pool)) == first);
  CHECK(pool->statistics().idle == 1);
  CHECK(pool->statistics().opened == 1);
}

TEST_CASE("a connection that does not come back clean is destroyed") {
  const auto pool = pool_on_server();
  const auto after = [&](const std::function<void(Connection&)>& use) {
    {
      const auto connection = take(*pool);
      use(*connection);
    }
    return pool->statistics().idle;
  };
  CHECK(after([](Connection&) {}) == 1);
  CHECK(after([](Connection& c) {
          static_cast<void>(run_batch(c, "begin", Batch{}, Framing::begin, {}));
        }) == 0);
  CHECK(after([](Connection& c) { c.mark_broken(); }) == 0);
  CHECK(after([](Connection& c) { PQenterPipelineMode(c.get()); }) == 0);
  CHECK(after([](Connection& c) { PQsendQuery(c.get(), "select 1"); }) == 0);
  CHECK(after([](Connection& c) { PQclear(PQexec(c.lend(), "begin; select 1/0")); }) == 0);
  CHECK(after([](Connection& c) { Observer{}.terminate(PQbackendPID(c.get())); }) == 1);
  CHECK(one(*take(*pool)) == 1);
}

TEST_CASE("a lent connection comes back as good as new") {
  const auto pool = pool_on_server({.max_connections = 1});
  int lent = 0;
  {
    const auto connection = take(*pool);
    CHECK(one(*connection) == 1);
    lent = pid(connection);
    auto* handle = connection->lend();
    CHECK(PQisnonblocking(handle) == 0);
    PQclear(PQexec(handle,
                   "listen news; set statement_timeout = 77; create temp table t (n int); "
                   "select pg_advisory_lock(4711); prepare mine as select 1"));
  }
  const auto connection = take(*pool);
  CHECK(pid(connection) == lent);
  CHECK(one(*connection) == 1);  // What had been prepared before is gone with DISCARD ALL.
  const auto row = run_batch(*connection, "look",
                             Batch{"select (select count(*) from pg_listening_channels()), "
                                   "current_setting('statement_timeout'), "
                                   "to_regclass('pg_temp.t') is null, "
                                   "(select count(*) from pg_locks where locktype = 'advisory')"},
                             Framing::read, {});
  CHECK(row.front().front().get<std::int64_t>(0) == 0);
  CHECK(row.front().front().get<std::string>(1) == "0");
  CHECK(row.front().front().get<bool>(2));
  CHECK(row.front().front().get<std::int64_t>(3) == 0);
}

TEST_CASE("an idle connection whose server has gone is replaced") {
  const auto pool = pool_on_server();
  Observer{}.terminate(pid(take(*pool)));
  CHECK(one(*take(*pool)) == 1);
  CHECK(pool->statistics().opened == 2);
  CHECK(pool->statistics().destroyed == 1);
}

TEST_CASE("an exhausted pool is PoolTimeout, with what the pool is doing") {
  const auto pool = pool_on_server({.max_connections = 2});
  const auto first = take(*pool);
  const auto second = take(*pool);
  const auto error = error_of([&] { static_cast<void>(pool->acquire({}, soon())); });
  CHECK(error.code() == ErrorCode::pool_timeout);
  CHECK(error.retryable());
  CHECK(std::string{error.what()}.find("2 of 2 in use, 0 idle, 1 callers waiting") !=
        std::string::npos);
  CHECK(pool->statistics().waiting == 0);

  CHECK(error_of([&] {
          static_cast<void>(pool->acquire({.deadline = soon()}, far_away()));
        }).code() == ErrorCode::timeout);
}

TEST_CASE("whoever waits longest gets the next connection") {
  const auto pool = pool_on_server({.max_connections = 1});
  std::optional<PooledConnection> held{take(*pool)};
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> waiters;
  for (int i = 0; i < 5; ++i) {
    waiters.emplace_back([&, i] {
      const auto connection = take(*pool);
      const std::lock_guard lock{mutex};
      order.push_back(i);
    });
    wait_for([&] { return pool->statistics().waiting == static_cast<std::size_t>(i) + 1; });
  }
  held.reset();
  waiters.clear();
  CHECK(order == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(pool->statistics().opened == 1);
}

TEST_CASE("whoever waits gets the place of a connection that is destroyed") {
  const auto pool = pool_on_server({.max_connections = 1});
  std::optional<PooledConnection> held{take(*pool)};
  std::int64_t got = 0;
  std::jthread waiter{[&] { got = one(*take(*pool)); }};
  wait_for([&] { return pool->statistics().waiting == 1; });
  (*held)->mark_broken();
  held.reset();
  waiter.join();
  CHECK(got == 1);
  CHECK(pool->statistics().opened == 2);
}

TEST_CASE("a place whose connection could not be made goes to the next") {
  bool fails = true;
  const auto config = testing::server_config();
  const auto pool = Pool::make({.max_connections = 1}, [&](const Limits& limits, auto give_up) {
    if (fails) throw Error(ErrorCode::connection_failed, {});
    return connect(config, limits, give_up);
  });
  CHECK(error_of([&] { static_cast<void>(take(*pool)); }).code() == ErrorCode::connection_failed);
  CHECK(pool->statistics().in_use == 0);
  fails = false;
  CHECK(one(*take(*pool)) == 1);
}

TEST_CASE("closing ends the waits, and what is leased stays valid until it is returned") {
  auto pool = pool_on_server({.max_connections = 1});
  std::optional<PooledConnection> held{take(*pool)};
  std::optional<ErrorCode> seen;
  std::jthread waiter{[&] { seen = error_of([&] { static_cast<void>(take(*pool)); }).code(); }};
  wait_for([&] { return pool->statistics().waiting == 1; });
  pool->close();
  waiter.join();
  CHECK(seen == ErrorCode::closed);
  CHECK(error_of([&] { static_cast<void>(take(*pool)); }).code() == ErrorCode::closed);
  CHECK(one(**held) == 1);
  const int leased = pid(*held);
  pool.reset();
  CHECK(one(**held) == 1);
  held.reset();
  Observer{}.wait_until("select not exists (select from pg_stat_activity where pid = " +
                        std::to_string(leased) + ")");
}

TEST_CASE("stops end the wait for a connection") {
  const auto pool = pool_on_server({.max_connections = 1});
  const auto held = take(*pool);
  for (int which = 0; which < 3; ++which) {
    std::stop_source source;
    Limits limits;
    (which == 0   ? limits.stop
     : which == 1 ? limits.outer_stop
                  : limits.closing) = source.get_token();
    std::jthread stopper{[&] {
      wait_for([&] { return pool->statistics().waiting == 1; });
      source.request_stop();
    }};
    CHECK(error_of([&] { static_cast<void>(pool->acquire(limits, far_away())); }).code() ==
          ErrorCode::cancelled);
  }
}

TEST_CASE("connections are closed when they were idle for long, and not used when they are old") {
  const auto idle = pool_on_server({.idle_timeout = std::chrono::milliseconds{20}});
  static_cast<void>(take(*idle));
  wait_for([&] { return idle->statistics().destroyed == 1; });
  CHECK(idle->statistics().idle == 0);
  static_cast<void>(take(*idle));
  wait_for([&] { return idle->statistics().destroyed == 2; });

  const auto old = pool_on_server({.max_lifetime = std::chrono::milliseconds{1}});
  {
    const auto connection = take(*old);
    wait_for([made = connection->made_at()] {
      return std::chrono::steady_clock::now() - made > std::chrono::milliseconds{1};
    });
  }
  CHECK(old->statistics().idle == 0);
}

TEST_CASE("many threads share few connections, and none is used by two") {
  const auto pool = pool_on_server({.max_connections = 3});
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 12; ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        const auto connection = take(*pool);
        if ((i + round) % 7 == 0)
          connection->mark_broken();
        else
          done += static_cast<int>(one(*connection));
        if (i == 0 && round % 5 == 0) pool->close_idle();
      }
    });
  threads.clear();
  // An attempt goes on without its caller.
  wait_for([&] { return pool->statistics().in_use == 0; });
  const auto statistics = pool->statistics();
  CHECK(done > 0);
  CHECK(statistics.idle <= 3);
  CHECK(statistics.opened - statistics.destroyed == statistics.idle);
}

}  // namespace botstore::postgres
