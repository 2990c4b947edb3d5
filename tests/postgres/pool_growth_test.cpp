#include <atomic>
#include <barrier>
#include <optional>
#include <thread>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/sessions/pool.hpp"
#include "backends/postgres/sessions/store_session.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/pgbouncer.hpp"
#include "tests/postgres/support/program.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::Database;
using testing::error_of;
using testing::far_away;
using testing::Observer;
using testing::PgBouncer;
using testing::Proxy;
using testing::Sql;
using testing::wait_for;

std::shared_ptr<Pool> pool_by(const Proxy& proxy, PoolOptions options = {}) {
  const auto config = configure({.connection_string = proxy.url()});
  return Pool::make(options, [config](const Limits& limits, auto give_up) {
    return connect(config, limits, give_up);
  });
}

Limits for_a_moment() {
  return limits_within(std::chrono::milliseconds{30});
}

/// What went wrong when many threads saved messages through one store at the same moment.
std::vector<std::string> failures_of(PostgresStore& store, int threads, int saves) {
  std::mutex mutex;
  std::vector<std::string> failures;
  std::barrier start{threads};
  std::vector<std::jthread> savers;
  for (int t = 0; t < threads; ++t)
    savers.emplace_back([&, t] {
      start.arrive_and_wait();
      for (int i = 0; i < saves; ++i) {
        try {
          store.save_message({.thread_id = "t",
                              .id = std::to_string(t) + "-" + std::to_string(i),
                              .role = "user"});
        } catch (const Error& error) {
          const std::lock_guard lock{mutex};
          failures.emplace_back(error.what());
        }
      }
    });
  savers.clear();
  return failures;
}

void prepare(const std::string& url) {
  PostgresStore store{{.connection_string = url, .pool = {.max_connections = 1}}};
  store.init();
  store.save_thread({.id = "t", .resource_id = "ada"});
}

/// Keeps the processors busy.
class Busy {
 public:
  Busy() {
    for (unsigned i = 0; i < 2 * std::thread::hardware_concurrency(); ++i)
      threads_.emplace_back([](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
        }
      });
  }

 private:
  std::vector<std::jthread> threads_;
};

}  // namespace

TEST_CASE("callers that all begin at the same moment share few connections, and none fails") {
  Database database;
  prepare(database.url());
  const Busy busy;
  for (int round = 0; round < 4; ++round) {
    PostgresStore store{{.connection_string = database.url(), .pool = {.max_connections = 64}}};
    CHECK(failures_of(store, 64, 1) == std::vector<std::string>{});
    CHECK(store.pool_statistics().opened <= 32);
  }
}

TEST_CASE("few connections are made at once") {
  const auto config = testing::server_config();
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  const auto pool = Pool::make({.max_connections = 30}, [&](const Limits& limits, auto give_up) {
    const int count = ++now;
    for (int seen = most; seen < count && !most.compare_exchange_weak(seen, count);) {
    }
    auto made = connect(config, limits, give_up);
    --now;
    return made;
  });
  std::barrier all_hold{30};
  std::vector<std::jthread> callers;
  for (int i = 0; i < 30; ++i)
    callers.emplace_back([&] {
      const auto held = pool->acquire({}, far_away());
      all_hold.arrive_and_wait();
    });
  callers.clear();
  CHECK(most >= 2);
  CHECK(most <= 4);
  CHECK(pool->statistics().opened == 30);
}

TEST_CASE("a connection whose caller could not wait for it is there for the next") {
  Proxy proxy;
  const auto pool = pool_by(proxy);
  proxy.hold_answers();
  CHECK(error_of([&] { static_cast<void>(pool->acquire(for_a_moment(), far_away())); }).code() ==
        ErrorCode::timeout);
  proxy.release_answers();
  wait_for([&] { return pool->statistics().idle == 1; }, "the connection is made");
  static_cast<void>(pool->acquire(for_a_moment(), far_away()));
  CHECK(proxy.connections() == 1);
}

TEST_CASE("a caller takes whichever comes first, a new connection or a freed one") {
  Proxy proxy;
  const auto pool = pool_by(proxy);
  std::optional<PooledConnection> first{pool->acquire({}, far_away())};
  proxy.freeze_new();
  std::optional<int> second;
  std::jthread waiter{[&] { second = PQbackendPID((*pool->acquire({}, far_away())).get()); }};
  wait_for([&] { return proxy.connections() == 2; }, "the second connection is being made");
  const int pid = PQbackendPID((**first).get());
  first.reset();
  waiter.join();
  CHECK(second == pid);
}

TEST_CASE("a pool lives with the connections that a role may have") {
  Database database;
  const auto role = database.add_role();
  Sql sql{database.url()};
  sql.run("create schema " + role + " authorization " + role);
  const auto url = database.url_of(role) + "?schema=" + role;
  prepare(url);
  sql.run("alter role " + role + " connection limit 3");
  PostgresStore store{{.connection_string = url}};
  CHECK(failures_of(store, 32, 40) == std::vector<std::string>{});
  CHECK(store.pool_statistics().opened <= 3);
}

TEST_CASE("a role's connections that others hold are waited for, and then told") {
  Database database;
  const auto role = database.add_role();
  const auto url = database.url_of(role);
  Sql{database.url()}.run("alter role " + role + " connection limit 1");
  auto other = std::make_unique<Sql>(url);
  PostgresStore store{{.connection_string = url,
                       .schema = "public",
                       .pool = {.acquire_timeout = std::chrono::milliseconds{300}}}};
  const auto error = error_of([&] { static_cast<void>(store.lease()); });
  CHECK(error.code() == ErrorCode::too_many_connections);
  CHECK(error.retryable());

  PostgresStore patient{{.connection_string = url,
                         .schema = "public",
                         .pool = {.acquire_timeout = std::chrono::minutes{1}}}};
  std::jthread leaving{[&] {
    wait_for([&] { return patient.pool_statistics().waiting == 1; }, "the store waits");
    other.reset();
  }};
  CHECK(patient.lease().get() != nullptr);
}

TEST_CASE("a pool lives with the connections that PgBouncer admits") {
  const auto* const limit = GENERATE("max_client_conn = 4", "default_pool_size = 3");
  INFO(limit);
  const PgBouncer bouncer{{"pool_mode = session", limit}};
  Observer{}.ask("drop schema if exists pooled cascade");
  prepare(bouncer.url() + "?schema=pooled");
  PostgresStore store{{.connection_string = bouncer.url() + "?schema=pooled"}};
  CHECK(failures_of(store, 32, 40) == std::vector<std::string>{});
  CHECK(store.pool_statistics().opened <= 4);
}

}  // namespace botstore::postgres
