#include <thread>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::far_away;
using testing::Observer;
using testing::Proxy;
using testing::Table;

std::unique_ptr<Connection> connect_by(const Proxy& proxy) {
  return connect(configure({.connection_string = proxy.url()}), {}, far_away());
}

/// One statement, which commits itself, or two between BEGIN and COMMIT.
Batch inserts(const Table& table, bool several) {
  Batch batch{"insert into " + table.name() + " values (1)"};
  if (several) batch.add("select 1");
  return batch;
}

}  // namespace

TEST_CASE("a commit whose answer is lost is OutcomeUnknown, and here it was done") {
  const bool several = GENERATE(false, true);
  Proxy proxy;
  Table table{"n bigint"};
  const auto connection = connect_by(proxy);
  proxy.hold_answers();
  std::jthread cutter{[&] {
    Observer{}.wait_until("select count(*) = 1 from " + table.name());
    proxy.cut();
  }};
  const auto error = error_of([&] {
    static_cast<void>(run_batch(*connection, "save", inserts(table, several), Framing::write, {}));
  });
  CHECK(error.code() == ErrorCode::outcome_unknown);
  CHECK_FALSE(error.retryable());
  CHECK(connection->broken());
}

TEST_CASE("a commit that never reached the server is OutcomeUnknown, and here it was not done") {
  const bool several = GENERATE(false, true);
  Proxy proxy;
  Table table{"n bigint"};
  const auto connection = connect_by(proxy);
  proxy.hold_requests();
  const Limits limits{.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{50}};
  const auto error = error_of([&] {
    static_cast<void>(
        run_batch(*connection, "save", inserts(table, several), Framing::write, limits));
  });
  CHECK(error.code() == ErrorCode::outcome_unknown);
  CHECK(connection->broken());
  proxy.cut();
  CHECK(table.rows() == "0");
}

TEST_CASE("a frozen server keeps nobody: a read is Timeout, a write is OutcomeUnknown") {
  Proxy proxy;
  const auto reading = connect_by(proxy);
  const auto writing = connect_by(proxy);
  proxy.hold_answers();
  proxy.freeze_new();  // The cancel gets no answer either.
  const Limits limits{.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{50}};
  CHECK(error_of([&] {
          static_cast<void>(run_batch(*reading, "get", Batch{"select 1"}, Framing::read, limits));
        }).code() == ErrorCode::timeout);
  CHECK(reading->broken());
  const Limits later{.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{50}};
  CHECK(error_of([&] {
          static_cast<void>(run_batch(*writing, "save", Batch{"select 1"}, Framing::write, later));
        }).code() == ErrorCode::outcome_unknown);
  CHECK(writing->broken());
}

TEST_CASE("a line that breaks under a read or in a transaction has done nothing") {
  Proxy proxy;
  Table table{"n bigint"};
  for (const auto framing : {Framing::read, Framing::begin}) {
    const auto connection = connect_by(proxy);
    proxy.hold_answers();
    const auto before = proxy.bytes_of_clients();
    std::jthread cutter{[&] {
      while (proxy.bytes_of_clients() == before) std::this_thread::yield();
      proxy.cut();
    }};
    const auto error = error_of([&] {
      static_cast<void>(run_batch(*connection, "work", inserts(table, true), framing, {}));
    });
    CHECK(error.code() == ErrorCode::connection_failed);
    CHECK(error.retryable());
    CHECK(connection->broken());
  }
  Observer{}.wait_until("select count(*) <= 1 from " + table.name());
}

TEST_CASE("a large write that is cut before its commit was sent has done nothing") {
  Proxy proxy;
  Table table{"n text"};
  const auto connection = connect_by(proxy);
  proxy.hold_requests();
  Batch batch;
  for (int i = 0; i < 64; ++i)
    batch.add("insert into " + table.name() + " values ($1)",
              Params{std::string(std::size_t{1} << 20, 'x')});
  // The sockets' buffers hold less than this.
  const Limits limits{.deadline =
                          std::chrono::steady_clock::now() + std::chrono::milliseconds{200}};
  const auto error = error_of(
      [&] { static_cast<void>(run_batch(*connection, "save", batch, Framing::write, limits)); });
  CHECK(error.code() == ErrorCode::timeout);
  CHECK(connection->broken());
  proxy.cut();
  CHECK(table.rows() == "0");
}

TEST_CASE("a batch of any framing is one round trip") {
  Proxy proxy;
  Table table{"n bigint"};
  const auto connection = connect_by(proxy);
  const auto trips = [&](const Batch& batch, Framing framing) {
    const auto before = proxy.round_trips();
    static_cast<void>(run_batch(*connection, "count", batch, framing, {}));
    return proxy.round_trips() - before;
  };
  for (int time = 0; time < 2; ++time) {  // With statements to prepare, and prepared.
    CHECK(trips(inserts(table, false), Framing::read) == 1);
    CHECK(trips(inserts(table, true), Framing::read) == 1);
    CHECK(trips(inserts(table, false), Framing::write) == 1);
    CHECK(trips(inserts(table, true), Framing::write) == 1);
    CHECK(trips(inserts(table, true), Framing::begin) == 1);
    CHECK(trips(inserts(table, true), Framing::inside) == 1);
    CHECK(trips(Batch{}, Framing::commit) == 1);
  }
}

}  // namespace botstore::postgres
