#include <thread>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/sessions/store_session.hpp"
#include "backends/postgres/sessions/transaction_session.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::Observer;
using testing::pool_on_server;
using testing::Proxy;
using testing::Table;

/// A function in the database that fails its first calls with an SQLSTATE.
class Failing {
 public:
  Failing(const std::string& sqlstate, int times) {
    observer_.ask("create sequence failing_calls");
    observer_.ask(
        "create function failing() returns bigint language plpgsql as $$ begin "
        "if nextval('failing_calls') <= " +
        std::to_string(times) + " then raise exception 'on purpose' using errcode = '" + sqlstate +
        "'; end if; return currval('failing_calls'); end $$");
  }
  ~Failing() {
    try {
      observer_.ask("drop function failing(); drop sequence failing_calls");
    } catch (const std::exception&) {
      // The server is new for each run.
    }
  }
  Failing(const Failing&) = delete;
  Failing& operator=(const Failing&) = delete;

 private:
  Observer observer_;
};

std::shared_ptr<Pool> pool_by(const Proxy& proxy, PoolOptions options = {}) {
  const auto config = configure({.connection_string = proxy.url()});
  return Pool::make(options, [config](const Limits& limits, auto give_up) {
    return connect(config, limits, give_up);
  });
}

Batch insert(const Table& table, int n) {
  return Batch{"insert into " + table.name() + " values ($1)", Params{n}};
}

}  // namespace

TEST_CASE("a serialization failure and a deadlock are repeated, and counted out") {
  const auto* const sqlstate = GENERATE("40001", "40P01");
  StoreSession session{pool_on_server(), {}};
  {
    const Failing failing{sqlstate, 3};
    Table table{"n bigint"};
    const auto results = session.write("save", insert(table, 1).add("select failing()"), {});
    CHECK(results.at(1).front().get<std::int64_t>(0) == 4);
    CHECK(table.rows() == "1");
  }
  const Failing failing{sqlstate, 1'000};
  const auto error = error_of([&] { session.write_one("save", Batch{"select failing()"}, {}); });
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(error.retryable());
  CHECK(Observer{}.ask("select last_value from failing_calls") == "10");
}

TEST_CASE("an error that another try cannot cure is not repeated") {
  StoreSession session{pool_on_server(), {}};
  const auto* const sqlstate = GENERATE("23505", "57014", "55P03", "53200");
  const Failing failing{sqlstate, 1'000};
  CHECK(error_of([&] { session.write_one("save", Batch{"select failing()"}, {}); }).sqlstate() ==
        sqlstate);
  CHECK(Observer{}.ask("select last_value from failing_calls") == "1");
}

TEST_CASE("an idle connection that the server ended costs nobody a call") {
  const auto pool = pool_on_server({.max_connections = 1});
  StoreSession session{pool, {}};
  Table table{"n bigint"};
  session.write_one("save", insert(table, 1), {});
  Observer{}.terminate(PQbackendPID(pool->acquire({}, testing::far_away())->get()));
  session.write_one("save", insert(table, 2), {});
  CHECK(table.rows() == "2");
}

TEST_CASE("a read goes on after its line broke, a write whose commit was sent does not") {
  Proxy proxy;
  StoreSession session{pool_by(proxy), {}};
  Table table{"n bigint"};
  session.read_one("get", Batch{"select 1"}, {});
  const auto cut_during = [&](const std::function<void()>& work) {
    const auto before = proxy.bytes_of_clients();
    proxy.hold_answers();
    std::jthread cutter{[&] {
      while (proxy.bytes_of_clients() == before) std::this_thread::yield();
      proxy.cut();
    }};
    work();
  };
  cut_during([&] {
    const auto result = session.read_one("get", Batch{"select 1"}, {});
    CHECK(result.front().get<std::int64_t>(0) == 1);
  });
  CHECK(proxy.connections() == 2);
  cut_during([&] {
    CHECK(error_of([&] { session.write_one("save", insert(table, 1), {}); }).code() ==
          ErrorCode::outcome_unknown);
  });
  CHECK(proxy.connections() == 2);
}

TEST_CASE("a server that cannot be reached is tried ten times") {
  PostgresOptions options{.host = "127.0.0.1", .port = 1};
  int tries = 0;
  const auto config = configure(options);
  const auto pool = Pool::make({.acquire_timeout = std::chrono::seconds{2}},
                               [&](const Limits& limits, auto give_up) {
                                 ++tries;
                                 return connect(config, limits, give_up);
                               });
  StoreSession session{pool, {}};
  const auto error = error_of([&] { session.read_one("get_thread", Batch{"select 1"}, {}); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.details().context == "get_thread");
  CHECK(tries == 10);
}

TEST_CASE("tables that changed under prepared statements cost nobody a call") {
  Table table{"n bigint"};
  StoreSession session{pool_on_server({.max_connections = 2}), {}};
  const Batch read{"select * from " + table.name()};
  session.read_one("get", read, {});
  Observer{}.ask("alter table " + table.name() + " add m bigint");
  CHECK(PQnfields(session.read_one("get", read, {}).get()) == 2);
}

TEST_CASE("a transaction is one connection, BEGIN included, and one round trip for each batch") {
  Proxy proxy;
  Table table{"n bigint"};
  const auto pool = pool_by(proxy);
  TransactionSession session{pool, {}, {}};
  CHECK(proxy.connections() == 0);
  session.write_one("save", insert(table, 1), {});
  const auto before = proxy.round_trips();
  session.write_one("save", insert(table, 2), {});
  session.read_one("get", Batch{"select 1"}, {});
  CHECK(table.rows() == "0");
  session.commit("transaction");
  CHECK(proxy.round_trips() - before == 3);
  CHECK(table.rows() == "2");
  CHECK(pool->statistics().idle == 1);
}

TEST_CASE("a transaction that is not committed is undone, and its connection is kept") {
  const auto pool = pool_on_server({.max_connections = 1});
  Table table{"n bigint primary key"};
  {
    TransactionSession session{pool, {}, {}};
    session.write_one("save", insert(table, 1), {});
  }
  CHECK(table.rows() == "0");
  CHECK(pool->statistics().idle == 1);
  {
    TransactionSession session{pool, {}, {}};
    session.write_one("save", insert(table, 1), {});
    CHECK(error_of([&] { session.write_one("save", insert(table, 1), {}); }).code() ==
          ErrorCode::already_exists);
  }
  CHECK(table.rows() == "0");
  CHECK(pool->statistics().idle == 1);
  CHECK(pool->statistics().opened == 1);
}

TEST_CASE("a lost commit of a transaction is OutcomeUnknown, a lost statement is not") {
  Proxy proxy;
  const auto pool = pool_by(proxy);
  Table table{"n bigint"};
  {
    TransactionSession session{pool, {}, {}};
    session.write_one("save", insert(table, 1), {});
    proxy.hold_answers();
    std::jthread cutter{[&] {
      Observer{}.wait_until("select count(*) = 1 from " + table.name());
      proxy.cut();
    }};
    CHECK(error_of([&] { session.commit("transaction"); }).code() == ErrorCode::outcome_unknown);
  }
  TransactionSession session{pool, {}, {}};
  session.write_one("save", insert(table, 2), {});
  proxy.cut();
  const auto error = error_of([&] { session.write_one("save", insert(table, 3), {}); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(table.rows() == "1");
}

TEST_CASE("the deadline of a transaction holds for what is done in it") {
  const auto pool = pool_on_server();
  TransactionSession session{pool, CallOptions::within(std::chrono::milliseconds{50}), {}};
  CHECK(error_of([&] { session.read_one("get", Batch{"select pg_sleep(600)"}, {}); }).code() ==
        ErrorCode::timeout);
}

TEST_CASE("a transaction's raw handle shares the transaction, and comes back clean") {
  const auto pool = pool_on_server({.max_connections = 1});
  Table table{"n bigint"};
  {
    TransactionSession session{pool, {}, {}};
    auto* const handle = session.raw_connection();
    CHECK(PQtransactionStatus(handle) == PQTRANS_INTRANS);
    PQclear(PQexec(handle, ("insert into " + table.name() + " values (1)").c_str()));
    session.write_one("save", insert(table, 2), {});
    CHECK(PQisnonblocking(handle) == 0);
    PQclear(PQexec(handle, "set application_name = 'mine'"));
    CHECK(table.rows() == "0");
    session.commit("transaction");
    CHECK(table.rows() == "2");
  }
  const auto connection = pool->acquire({}, testing::far_away());
  CHECK(pool->statistics().opened == 1);
  CHECK(std::string{PQparameterStatus(connection->get(), "application_name")} == "botstore");
}

TEST_CASE("a raw handle that ended the transaction, or failed it, is reported and not reused") {
  const auto pool = pool_on_server({.max_connections = 1});
  {
    TransactionSession session{pool, {}, {}};
    PQclear(PQexec(session.raw_connection(), "commit"));
    CHECK(error_of([&] { session.read_one("get", Batch{"select 1"}, {}); }).code() ==
          ErrorCode::unsupported);
  }
  CHECK(pool->statistics().idle == 0);
  {
    TransactionSession session{pool, {}, {}};
    PQclear(PQexec(session.raw_connection(), "select 1/0"));
    CHECK(error_of([&] { session.commit("transaction"); }).code() == ErrorCode::conflict);
  }
  {
    TransactionSession session{pool, {}, {}};
    PQsendQuery(session.raw_connection(), "select 1");
    CHECK(error_of([&] { session.commit("transaction"); }).code() == ErrorCode::unsupported);
  }
  StoreSession session{pool, {}};
  CHECK(session.read_one("get", Batch{"select 1"}, {}).front().get<std::int64_t>(0) == 1);
}

}  // namespace botstore::postgres
