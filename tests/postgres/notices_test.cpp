#include <libpq-fe.h>
#include <sys/stat.h>

#include <fstream>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/captured_stderr.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/own_server.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::CapturedStderr;
using testing::Database;
using testing::error_of;
using testing::OwnServer;
using testing::Sql;

constexpr const char* say_something = "do $$ begin raise warning 'of the server'; end $$";

void run(PGconn* handle, const std::string& sql) {
  const Result result{PQexec(handle, sql.c_str())};
  if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR)
    throw std::runtime_error{PQerrorMessage(handle)};
}

/// Adds a server's word to a text.
void collect(void* text, const char* message) {
  *static_cast<std::string*>(text) += message;
}

/// A database whose server has something to say at every login and every message.
struct Talkative {
  Database database;
  PostgresStore store;

  Talkative() : store{{.connection_string = init(), .pool = {.max_connections = 1}}} {}

 private:
  std::string init() const {
    database.init();
    Sql sql{database.url()};
    // A value that has become wrong since it was set: the server warns at each login.
    sql.run("set client_min_messages = error; alter database " +
            sql.rows("select current_database()") + " set default_tablespace = 'nowhere'");
    sql.run(
        "create function talk() returns trigger language plpgsql as $$ begin "
        "raise warning 'of a trigger'; return new; end $$; "
        "create trigger talk before insert on messages for each row execute function talk()");
    return database.url();
  }
};

}  // namespace

TEST_CASE("what the server says at login and beside its answers is printed nowhere") {
  Talkative talkative;
  const CapturedStderr printed;
  talkative.store.save_thread({.id = "t", .resource_id = "ada"});
  talkative.store.save_message({.thread_id = "t", .id = "m", .role = "user"});
  talkative.store.transaction(
      [](Storage& view) { view.save_message({.thread_id = "t", .id = "n", .role = "user"}); });
  CHECK(printed.text() == "");
}

TEST_CASE("what the server says on a raw handle is printed nowhere") {
  Talkative talkative;
  const CapturedStderr printed;
  talkative.store.with_connection([](PGconn* handle) { run(handle, say_something); });
  talkative.store.transaction([](Storage& view) {
    run(PostgresStore::connection_of(view), say_something);
    view.save_thread({.id = "t", .resource_id = "ada"});
    view.save_message({.thread_id = "t", .id = "m", .role = "user"});
    run(PostgresStore::connection_of(view), say_something);
  });
  CHECK(printed.text() == "");
}

TEST_CASE("whoever wants to hear the server on a raw handle does, until the handle goes back") {
  Talkative talkative;
  std::string heard;
  talkative.store.with_connection([&](PGconn* handle) {
    PQsetNoticeProcessor(handle, collect, &heard);
    run(handle, say_something);
  });
  CHECK(heard == "WARNING:  of the server\n");
  heard.clear();
  talkative.store.transaction([&](Storage& view) {
    PQsetNoticeProcessor(PostgresStore::connection_of(view), collect, &heard);
    view.save_thread({.id = "t", .resource_id = "ada"});
    run(PostgresStore::connection_of(view), say_something);
  });
  CHECK(heard == "WARNING:  of the server\n");
  heard.clear();
  const CapturedStderr printed;
  talkative.store.save_message({.thread_id = "t", .id = "m", .role = "user"});
  talkative.store.with_connection([](PGconn* handle) { run(handle, say_something); });
  CHECK(talkative.store.pool_statistics().opened == 1);
  CHECK(heard == "");
  CHECK(printed.text() == "");
}

TEST_CASE("a notice receiver of a user's is not called when the handle has gone back") {
  Talkative talkative;
  std::string heard;
  talkative.store.with_connection([&](PGconn* handle) {
    const auto receive = [](void* text, const PGresult* notice) {
      collect(text, PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
    };
    PQsetNoticeReceiver(handle, receive, &heard);
    run(handle, say_something);
  });
  CHECK(heard == "of the server");
  const CapturedStderr printed;
  talkative.store.with_connection([](PGconn* handle) { run(handle, say_something); });
  CHECK(talkative.store.pool_statistics().opened == 1);
  CHECK(heard == "of the server");
  CHECK(printed.text() == "");
}

TEST_CASE("the last words of a server are in the error of the connection, and printed nowhere") {
  OwnServer server;
  PostgresStore store{{.connection_string = server.url()}};
  store.init();
  const CapturedStderr printed;
  const auto error = error_of([&] {
    store.transaction([&](Storage& view) {
      view.save_thread({.id = "t", .resource_id = "ada"});
      server.wait_until_idle(PQbackendPID(PostgresStore::connection_of(view)));
      server.stop();
      view.save_thread({.id = "u", .resource_id = "ada"});
    });
  });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.retryable());
  CHECK(error.details().cause.find("immediate shutdown") != std::string::npos);
  CHECK(error.sqlstate() == "57P01");
  CHECK(printed.text() == "");
}

TEST_CASE("a password file that others can read is told in the error, and printed nowhere") {
  Database database;
  const testing::Folder folder;
  const auto role = database.add_role();
  auto url = database.url_of(role);
  url.erase(url.find(':', sizeof "postgresql:"), role.size() + 1);  // The password is the name.
  const auto file = folder.of("passwords");
  std::ofstream{file} << "*:*:*:" << role << ":" << role << "\n";
  const auto connect = [&] { static_cast<void>(Database::connect_to(url + "?passfile=" + file)); };
  chmod(file.c_str(), 0600);
  connect();
  chmod(file.c_str(), 0644);
  const CapturedStderr printed;
  const auto error = error_of(connect);
  CHECK(error.code() == ErrorCode::authentication_failed);
  CHECK(error.hint().find("chmod 600 " + file) != std::string_view::npos);
  CHECK(printed.text() == "");
}

}  // namespace botstore::postgres
