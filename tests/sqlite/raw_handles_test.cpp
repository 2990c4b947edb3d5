#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "backends/sqlite/connection/handle.hpp"
#include "botstore/memory.hpp"
#include "botstore/sqlite.hpp"
#include "tests/catch.hpp"
#include "tests/sqlite/database.hpp"

namespace botstore::sqlite {

namespace {

using testing::error_of;
using testing::run;

/// A store with one thread, `t1`, and a table of the user's own that is empty.
struct Own {
  Own() {
    store.init();
    store.save_thread({.id = "t1", .resource_id = "alice"});
    beside.run("create table mine (n integer primary key)");
  }

  testing::Folder folder;
  std::string path = folder.file("store.db");
  SqliteStore store{{.path = path, .sync_on_commit = false}};
  testing::Sql beside{path};

  /// How many rows the user's table has, and how many messages there are.
  [[nodiscard]] std::string rows() {
    return beside.run("select (select count(*) from mine), (select count(*) from messages)");
  }
};

NewMessage hello(const std::string& id) {
  return {.thread_id = "t1", .id = id, .role = "user", .content = Json::string("hello")};
}

/// What somebody leaves behind on a handle.
struct Leftover {
  const char* what;
  const char* sql;
};

const std::vector<Leftover> leftovers{
    {"nothing", ""},
    {"temporary tables",
     "create temp table threads (id text); create temp table messages (id text); "
     "drop table if exists temp.cloned; create temp table cloned (mine text)"},
    {"a temporary trigger",
     "create temp trigger lost before insert on main.messages begin select raise(ignore); end"},
    {"settings",
     "pragma query_only = on; pragma foreign_keys = off; pragma busy_timeout = 1; "
     "pragma recursive_triggers = on; pragma case_sensitive_like = on; pragma cache_size = 1"},
};

/// Everything that a connection may bear, in one text.
std::string state_of(sqlite3* handle) {
  std::string state = sqlite3_get_autocommit(handle) == 0 ? "busy " : "";
  for (const auto* const name : {"query_only", "foreign_keys", "busy_timeout", "recursive_triggers",
                                 "cache_size", "synchronous", "journal_mode"})
    state += run(handle, std::string{"pragma "} + name) + ' ';
  return state + run(handle, "select count(*) from sqlite_temp_schema") +
         run(handle, "select 'A' like 'a'");
}

std::string state_in_transaction(SqliteStore& store) {
  return store.transaction(
      [](Storage& view) { return state_of(SqliteStore::connection_of(view)); });
}

/// That the store's own calls work as if nothing had been left behind.
void check_next_users(SqliteStore& store, const std::string& id) {
  CHECK(store.save_message(hello(id)).outcome == Outcome::inserted);
  CHECK(store.get_message({"t1", id}));
  CHECK(store.clone_thread("t1", {.new_id = "clone " + id}).messages > 0);
  CHECK(store.delete_thread("clone " + id));
}

}  // namespace

TEST_CASE("a user's SQL and the store's calls in one transaction are committed together") {
  Own own;
  own.store.transaction([&](Storage& view) {
    auto* const handle = SqliteStore::connection_of(view);
    run(handle, "insert into mine values (1)");
    view.save_message(hello("m1"));
    run(SqliteStore::connection_of(view), "insert into mine values (2)");
    view.save_message(hello("m2"));
    CHECK(run(handle, "select count(*) from messages") == "2");
    CHECK(own.rows() == "0|0");
  });
  CHECK(own.rows() == "2|2");
}

TEST_CASE("a user's SQL and the store's calls in one transaction are undone together") {
  Own own;
  const auto work = [](Storage& view) {
    run(SqliteStore::connection_of(view), "insert into mine values (1)");
    view.save_message(hello("m1"));
  };
  SECTION("when the function throws") {
    const auto call = [&] {
      own.store.transaction([&](Storage& view) {
        work(view);
        throw std::domain_error{"changed my mind"};
      });
    };
    CHECK_THROWS_AS(call(), std::domain_error);
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
  CHECK(own.rows() == "0|0");
  CHECK(own.store.save_message(hello("m1")).sequence == 1);
}

TEST_CASE("with_connection hands on what its function returns or throws") {
  Own own;
  CHECK(own.store.with_connection([](sqlite3* h) { return run(h, "select 'x'"); }) == "x");
  own.store.with_connection([](sqlite3* h) { run(h, "insert into mine values (1)"); });
  CHECK(own.rows() == "1|0");
  const auto call = [&] {
    own.store.with_connection([](sqlite3*) { throw std::domain_error{"on purpose"}; });
  };
  CHECK_THROWS_AS(call(), std::domain_error);
}

TEST_CASE("the caller of with_connection begins and ends transactions of their own") {
  Own own;
  own.store.with_connection([&](sqlite3* handle) {
    run(handle, "begin immediate; insert into mine values (1)");
    CHECK(own.store.get_thread("t1"));  // Reads go on beside it.
    CHECK(own.rows() == "0|0");
    run(handle, "commit");
    own.store.save_message(hello("m1"));
  });
  CHECK(own.rows() == "1|1");
}

TEST_CASE("whatever a lent handle is left in never reaches its next user") {
  Own own;
  const auto fresh = own.store.with_connection(state_of);
  for (const auto& leftover : leftovers) {
    INFO(leftover.what);
    own.store.with_connection([&](sqlite3* handle) { run(handle, leftover.sql); });
    CHECK(own.store.with_connection(state_of) == fresh);
    check_next_users(own.store, leftover.what);
  }
}

TEST_CASE("a transaction that is left open on a lent handle is undone and holds up nobody") {
  Own own;
  StatementHandle forgotten;
  const bool in_midst_of_statement = GENERATE(false, true);
  own.store.with_connection([&](sqlite3* handle) {
    run(handle, "begin immediate; insert into mine values (1)");
    if (!in_midst_of_statement) return;
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(handle, "select id from threads", -1, &statement, nullptr) ==
            SQLITE_OK);
    forgotten.reset(statement);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  });
  const CallOptions soon{.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20}};
  CHECK(own.store.save_message(hello("m1"), {}, soon).outcome == Outcome::inserted);
  CHECK(own.rows() == "0|1");
}

TEST_CASE("whatever a transaction's handle is left in never reaches its next user") {
  Own own;
  const auto fresh = state_in_transaction(own.store);
  const bool undone = GENERATE(false, true);
  for (const auto& leftover : leftovers) {
    INFO(leftover.what << (undone ? ", undone" : ", committed"));
    try {
      own.store.transaction([&](Storage& view) {
        run(SqliteStore::connection_of(view), leftover.sql);
        if (undone) throw std::domain_error{"undone"};
      });
    } catch (const std::domain_error&) {
      CHECK(undone);
    }
    CHECK(state_in_transaction(own.store) == fresh);
    check_next_users(own.store, leftover.what);
  }
}

TEST_CASE("a COMMIT or ROLLBACK on a transaction's handle is reported") {
  Own own;
  const std::string end = GENERATE("commit", "rollback");
  const auto code = [&](const auto& afterwards) {
    return error_of([&] {
             own.store.transaction([&](Storage& view) {
               auto* const handle = SqliteStore::connection_of(view);
               run(handle, "insert into mine values (1)");
               run(handle, end);
               afterwards(view);
             });
           })
        .code();
  };
  SECTION("by the transaction") {
    CHECK(code([](Storage&) {}) == ErrorCode::unsupported);
  }
  SECTION("by the next call, which does nothing") {
    CHECK(code([](Storage& view) { view.save_message(hello("m1")); }) == ErrorCode::unsupported);
  }
  SECTION("by connection_of") {
    CHECK(code([](Storage& view) { (void)SqliteStore::connection_of(view); }) ==
          ErrorCode::unsupported);
  }
  CHECK(own.rows() == (end == "commit" ? "1|0" : "0|0"));
  CHECK(own.store.save_message(hello("m1")).sequence == 1);
}

TEST_CASE("a handle that is lent when the store is closed works until it is returned") {
  Own own;
  own.store.with_connection([&](sqlite3* handle) {
    own.store.close({.grace = std::chrono::seconds{0}});
    CHECK(run(handle, "select 'still there'") == "still there");
  });
  CHECK(error_of([&] { own.store.with_connection([](sqlite3*) {}); }).code() == ErrorCode::closed);
}

TEST_CASE("there is no handle but of a running SQLite transaction, and none besides in it") {
  Own own;
  const auto code = [](Storage& storage) {
    return error_of([&] { (void)SqliteStore::connection_of(storage); }).code();
  };
  CHECK(code(own.store) == ErrorCode::unsupported);
  const auto memory = make_memory_store();
  memory->init();
  CHECK(code(*memory) == ErrorCode::unsupported);
  const auto refused = error_of(
      [&] { memory->transaction([](Storage& view) { (void)SqliteStore::connection_of(view); }); });
  CHECK(refused.code() == ErrorCode::unsupported);
  own.store.transaction([&](Storage& view) {
    CHECK(SqliteStore::connection_of(view) != nullptr);
    CHECK(code(own.store) == ErrorCode::unsupported);
    const auto lend = [&] { own.store.with_connection([](sqlite3*) {}); };
    CHECK(error_of(lend).code() == ErrorCode::unsupported);
  });
}

}  // namespace botstore::sqlite
