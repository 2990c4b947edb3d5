#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "backends/postgres/values/result.hpp"
#include "botstore/memory.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::Observer;

/// A store with one thread, `t1`, and a table of the user's own that is empty.
struct Own {
  explicit Own(PoolOptions pool = {.max_connections = 1})
      : store{{.connection_string = testing::server_url(), .schema = schema, .pool = pool}} {
    store.init();
    store.save_thread({.id = "t1", .resource_id = "alice"});
  }

  std::string schema = testing::unique_name("raw_handles");
  PostgresStore store;
  testing::Table table{"n bigint primary key"};

  [[nodiscard]] std::string insert(int n) const {
    return "insert into " + table.name() + " values (" + std::to_string(n) + ")";
  }
  [[nodiscard]] bool has_message(const std::string& id) {
    return Observer{}.ask("select count(*) from " + schema + ".messages where id = '" + id + "'") ==
           "1";
  }
};

NewMessage hello(const std::string& id) {
  return {.thread_id = "t1", .id = id, .role = "user", .content = Json::string("hello")};
}

/// Runs SQL on a handle; a failure fails the test.
std::string run(PGconn* handle, const std::string& sql) {
  const Result result{PQexec(handle, sql.c_str())};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw std::runtime_error{PQerrorMessage(handle)};
  return result.empty() ? "" : PQgetvalue(result.get(), 0, 0);
}

/// The same for SQL that is meant to fail.
void fail(PGconn* handle, const std::string& sql) {
  const Result result{PQexec(handle, sql.c_str())};
  REQUIRE(PQresultStatus(result.get()) == PGRES_FATAL_ERROR);
}

/// What somebody leaves behind on a handle.
struct Leftover {
  const char* what;
  void (*leave)(PGconn* handle, const std::string& insert);
};

const std::vector<Leftover> leftovers{
    {"nothing", [](PGconn*, const std::string&) {}},
    {"an open transaction",
     [](PGconn* h, const std::string& insert) { run(h, "begin; " + insert); }},
    {"a failed transaction",
     [](PGconn* h, const std::string& insert) {
       run(h, "begin; " + insert);
       fail(h, "select 1/0");
     }},
    {"pipeline mode", [](PGconn* h, const std::string&) { REQUIRE(PQenterPipelineMode(h) == 1); }},
    {"an open pipeline",
     [](PGconn* h, const std::string& insert) {
       REQUIRE(PQenterPipelineMode(h) == 1);
       REQUIRE(PQsendQueryParams(h, insert.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 1);
       REQUIRE(PQsendFlushRequest(h) == 1);
       REQUIRE(PQflush(h) == 0);
     }},
    {"an unread result",
     [](PGconn* h, const std::string&) { REQUIRE(PQsendQuery(h, "select 1; select 2") == 1); }},
    {"half a result, row by row",
     [](PGconn* h, const std::string&) {
       REQUIRE(PQsendQuery(h, "select generate_series(1, 9)") == 1);
       REQUIRE(PQsetSingleRowMode(h) == 1);
       const Result first{PQgetResult(h)};
     }},
    {"a COPY",
     [](PGconn* h, const std::string&) { const Result r{PQexec(h, "copy (select 1) to stdout")}; }},
    {"settings",
     [](PGconn* h, const std::string&) {
       run(h,
           "set statement_timeout = '1h'; set search_path = pg_catalog; set client_encoding = "
           "latin1; "
           "set default_transaction_read_only = on; set application_name = 'mine'; "
           "set timezone = 'Asia/Tokyo'; set datestyle = german; set bytea_output = escape");
     }},
    {"a channel",
     [](PGconn* h, const std::string&) { run(h, "listen news; notify news, 'mine'"); }},
    {"temporary tables",
     [](PGconn* h, const std::string&) {
       run(h, "create temp table threads (id text); create temp table messages (id text)");
     }},
    {"locks, statements and cursors",
     [](PGconn* h, const std::string&) {
       run(h, "select pg_advisory_lock(12345)");
       run(h,
           "prepare s1 as select 'mine'; begin; declare c cursor with hold for select 1; commit");
     }},
    {"no statements", [](PGconn* h, const std::string&) { run(h, "deallocate all"); }},
    {"another role", [](PGconn* h, const std::string&) { run(h, "set role pg_monitor"); }},
    {"libpq's own switches",
     [](PGconn* h, const std::string&) {
       REQUIRE(PQsetnonblocking(h, 1) == 0);
       PQsetErrorVerbosity(h, PQERRORS_VERBOSE);
     }},
    {"a lost session",
     [](PGconn* h, const std::string&) { Observer{}.terminate(PQbackendPID(h)); }},
};

/// Everything that a session may bear, in one text.
std::string state_of(PGconn* handle) {
  if (PQstatus(handle) != CONNECTION_OK) return "broken";
  if (PQtransactionStatus(handle) != PQTRANS_IDLE) return "busy";
  if (PQpipelineStatus(handle) != PQ_PIPELINE_OFF) return "in pipeline mode";
  if (PQisnonblocking(handle) != 0) return "non-blocking";
  if (PQnotifies(handle) != nullptr) return "notified";
  if (PQsetErrorVerbosity(handle, PQERRORS_DEFAULT) != PQERRORS_DEFAULT) return "verbose";
  return run(handle,
             "select concat_ws(' ', current_user, current_setting('statement_timeout'), "
             "current_setting('search_path'), current_setting('client_encoding'), "
             "current_setting('default_transaction_read_only'), "
             "current_setting('application_name'), current_setting('timezone'), "
             "current_setting('datestyle'), current_setting('bytea_output'), "
             "(select count(*) from pg_listening_channels()), "
             "(select count(*) from pg_locks where locktype = 'advisory' "
             "    and pid = pg_backend_pid()), "
             "(select count(*) from pg_cursors where name = 'c'), "
             "(select count(*) from pg_prepared_statements where from_sql), "
             "(select count(*) from pg_class where relpersistence = 't' "
             "    and pg_table_is_visible(oid)))");
}

}  // namespace

TEST_CASE("a user's SQL and the store's calls in one transaction are committed together") {
  Own own;
  own.store.transaction([&](Storage& view) {
    auto* const handle = PostgresStore::connection_of(view);
    run(handle, own.insert(1));
    view.save_message(hello("m1"));
    run(PostgresStore::connection_of(view), own.insert(2));
    view.save_message(hello("m2"));
    CHECK(run(handle, "select count(*) from " + own.schema + ".messages") == "2");
    CHECK(own.table.rows() == "0");
    CHECK_FALSE(own.has_message("m1"));
  });
  CHECK(own.table.rows() == "2");
  CHECK(own.has_message("m1"));
  CHECK(own.has_message("m2"));
}

TEST_CASE("a user's SQL and the store's calls in one transaction are undone together") {
  Own own;
  const auto work = [&](Storage& view) {
    run(PostgresStore::connection_of(view), own.insert(1));
    view.save_message(hello("m1"));
  };
  SECTION("when the function throws") {
    const auto call = [&] {
      own.store.transaction([&](Storage& view) {
        work(view);
        throw std::runtime_error{"changed my mind"};
      });
    };
    CHECK_THROWS_AS(call(), std::runtime_error);
  }
  SECTION("when a call of the store's fails, even if nobody minds") {
    const auto error = error_of([&] {
      own.store.transaction([&](Storage& view) {
        work(view);
        (void)error_of([&] { view.update_thread("none", {.title = "x"}); });
      });
    });
    CHECK(error.code() == ErrorCode::not_found);
  }
  SECTION("when the user's own SQL fails, even if nobody minds") {
    const auto error = error_of([&] {
      own.store.transaction([&](Storage& view) {
        work(view);
        fail(PostgresStore::connection_of(view), own.insert(1));
      });
    });
    CHECK(error.code() == ErrorCode::conflict);
  }
  SECTION("when the store is used behind the user's SQL that failed") {
    const auto error = error_of([&] {
      own.store.transaction([&](Storage& view) {
        work(view);
        fail(PostgresStore::connection_of(view), own.insert(1));
        view.save_message(hello("m2"));
      });
    });
    CHECK(error.sqlstate() == "25P02");
  }
  CHECK(own.table.rows() == "0");
  CHECK_FALSE(own.has_message("m1"));
  CHECK(own.store.save_message(hello("m1")).sequence == 1);
}

TEST_CASE("with_connection hands on what its function returns or throws, and keeps nothing") {
  Own own;
  CHECK(own.store.with_connection([](PGconn* h) { return run(h, "select 'x'"); }) == "x");
  own.store.with_connection([&](PGconn* h) { run(h, own.insert(1)); });
  CHECK(own.table.rows() == "1");
  CHECK_THROWS_AS(
      own.store.with_connection([](PGconn*) { throw std::runtime_error{"on purpose"}; }),
      std::runtime_error);
  CHECK(own.store.pool_statistics().in_use == 0);
}

TEST_CASE("a leased handle is the caller's alone, in blocking mode and outside any transaction") {
  Own own{{.max_connections = 2}};
  auto first = own.store.lease();
  const auto second = own.store.lease();
  CHECK(first.get() != second.get());
  CHECK(state_of(first.get()) == state_of(second.get()));
  CHECK(own.store.pool_statistics().in_use == 2);

  const auto moved = std::move(first);
  CHECK(first.get() == nullptr);  // NOLINT(bugprone-use-after-move): what is promised.
  CHECK(run(moved.get(), "select 'mine'") == "mine");
  const auto error =
      error_of([&] { (void)own.store.lease(CallOptions::within(std::chrono::milliseconds{20})); });
  CHECK(error.code() == ErrorCode::timeout);
}

TEST_CASE("whatever a handle is left in never reaches its next user") {
  Own own;
  const auto fresh = own.store.with_connection(state_of);
  INFO("fresh: " << fresh);
  const auto next_users = [&](const std::string& id) {
    CHECK(own.store.save_message(hello(id)).outcome == Outcome::inserted);
    CHECK(own.store.get_thread("t1").has_value());
    CHECK(own.store.with_connection(state_of) == fresh);
    own.store.transaction([&](Storage& view) { (void)view.list_threads(); });
  };
  int used = 0;
  for (const auto& leftover : leftovers) {
    INFO(leftover.what);
    own.store.with_connection([&](PGconn* h) { leftover.leave(h, own.insert(1)); });
    next_users("lease " + std::to_string(used));
    const auto lease = std::make_unique<PostgresStore::Lease>(own.store.lease());
    CHECK(state_of(lease->get()) == fresh);
    ++used;
  }
  CHECK(own.table.rows() == "0");
}

TEST_CASE("whatever a transaction's handle is left in never reaches its next user") {
  Own own;
  const auto fresh = own.store.with_connection(state_of);
  INFO("fresh: " << fresh);
  for (const auto& leftover : leftovers) {
    INFO(leftover.what);
    // Some of it is refused at the commit; what counts is who comes after.
    try {
      own.store.transaction([&](Storage& view) {
        leftover.leave(PostgresStore::connection_of(view), "select 1");
        throw std::domain_error{"undone"};
      });
    } catch (const std::domain_error&) {
    } catch (const std::runtime_error&) {
      // Not everything can be left inside a transaction.
    }
    CHECK(own.store.get_thread("t1").has_value());
    CHECK(own.store.with_connection(state_of) == fresh);
  }
}

TEST_CASE("a handle that is leased when the store is closed works until it is returned") {
  auto own = std::make_unique<Own>();
  auto lease = std::make_unique<PostgresStore::Lease>(own->store.lease());
  const auto pid = std::to_string(PQbackendPID(lease->get()));
  own->store.close();
  CHECK(run(lease->get(), "select 'still there'") == "still there");
  CHECK(error_of([&] { (void)own->store.lease(); }).code() == ErrorCode::closed);
  CHECK(error_of([&] { own->store.with_connection([](PGconn*) {}); }).code() == ErrorCode::closed);
  own.reset();
  CHECK(run(lease->get(), "select 'even now'") == "even now");
  lease.reset();
  Observer{}.wait_until("select not exists (select from pg_stat_activity where pid = " + pid + ")");
}

TEST_CASE("there is no handle but of a running PostgreSQL transaction, and none besides in it") {
  Own own{{.max_connections = 2}};
  const auto code = [](Storage& storage) {
    return error_of([&] { (void)PostgresStore::connection_of(storage); }).code();
  };
  CHECK(code(own.store) == ErrorCode::unsupported);
  const auto memory = make_memory_store();
  memory->init();
  CHECK(code(*memory) == ErrorCode::unsupported);
  const auto refused = error_of([&] {
    memory->transaction([](Storage& view) { (void)PostgresStore::connection_of(view); });
  });
  CHECK(refused.code() == ErrorCode::unsupported);
  own.store.transaction([&](Storage& view) {
    CHECK(PostgresStore::connection_of(view) != nullptr);
    CHECK(code(own.store) == ErrorCode::unsupported);
    CHECK(error_of([&] { (void)own.store.lease(); }).code() == ErrorCode::unsupported);
  });
}

}  // namespace botstore::postgres
