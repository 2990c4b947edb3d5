#include <libpq-fe.h>

#include <algorithm>

#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "botstore/postgres.hpp"
#include "botstore/postgres_schema.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/findings.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tools/inspection/postgres/checks.hpp"

namespace botstore::tools::testing {

namespace {

Examination examine(const std::string& url) {
  return Examination{run({"--store", url, "doctor", "--json"})};
}

/// Runs the SQL of a mend: what stands behind the colon.
void mend(const PostgresDatabase& database, const std::string& how) {
  database.run(how.substr(how.find("run:") + 4));
}

void init(const std::string& url) {
  const auto result = run({"--store", url, "init"});
  INFO(result.error);
  REQUIRE(result.status == 0);
}

}  // namespace

TEST_CASE("doctor finds nothing wrong with a good PostgreSQL store") {
  const PostgresDatabase database;
  init(database.url());
  const auto found = examine(database.url());
  CHECK(found.status == 0);
  for (const char* check : {"connection", "TLS", "encoding", "clock", "pooler", "schema", "rights",
                            "indexes", "tables"})
    CHECK(found.level_of(check) == "good");
}

TEST_CASE("doctor says why no connection can be made") {
  const Role role;
  const PostgresDatabase database;
  const auto password = examine(role.url(database, "wrong"));
  CHECK(password.status == 4);
  CHECK(password.level_of("connection") == "fault");
  CHECK(password.mend_of("connection").find("password") != std::string::npos);
  CHECK(password.all.find("wrong") == std::string::npos);

  const auto refused = examine("postgresql://bot:secret@127.0.0.1:1/bot");
  CHECK(refused.status == 4);
  CHECK(refused.mend_of("connection").find("server is running") != std::string::npos);
  CHECK(refused.all.find("secret") == std::string::npos);

  const auto none = examine(database.url() + "_none");
  CHECK(none.mend_of("connection") == "As a superuser, run: CREATE DATABASE \"" + database.name() +
                                          "_none\" ENCODING 'UTF8' TEMPLATE template0");
}

TEST_CASE("doctor finds a database of another encoding") {
  const PostgresDatabase latin{"encoding 'LATIN1' locale 'C' template template0"};
  const auto found = examine(latin.url());
  CHECK(found.status == 4);
  CHECK(found.says_of("connection").find("LATIN1") != std::string::npos);
  CHECK(found.mend_of("connection").find("UTF8") != std::string::npos);
}

TEST_CASE("doctor says how the tables come to be") {
  const Role role;
  const PostgresDatabase database;
  CHECK(examine(database.url()).mend_of("schema") == "Run: botstore init");

  database.run("revoke create on schema public from public");
  const auto url = role.url(database);
  const auto found = examine(url);
  CHECK(found.status == 4);
  CHECK(found.mend_of("schema") ==
        "As its owner, run: GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"" + role.name() +
            "\"\nThen run: botstore init");
  database.run("grant usage, create on schema public to " + role.name());
  CHECK(examine(url).mend_of("schema") == "Run: botstore init");
  init(url);
  CHECK(examine(url).status == 0);

  const auto other = examine(url + "?schema=dialogues");
  CHECK(other.mend_of("schema").find("GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" +
                                     role.name() + "\"") != std::string::npos);
}

TEST_CASE("doctor names the grants that are missing, and they mend it") {
  const Role role;
  const PostgresDatabase database;
  const auto url = database.url() + "?schema=dialogues";
  init(url);
  const auto its = role.url(database) + "?schema=dialogues";
  const auto no_usage = examine(its);
  CHECK(no_usage.status == 4);
  CHECK(no_usage.mend_of("rights") ==
        "As its owner, run: GRANT USAGE ON SCHEMA \"dialogues\" TO \"" + role.name() + "\"");
  mend(database, no_usage.mend_of("rights"));

  database.run("grant select on dialogues.threads to " + role.name());
  const auto no_tables = examine(its);
  CHECK(no_tables.status == 4);
  CHECK(no_tables.mend_of("rights").find(
            "GRANT INSERT, UPDATE, DELETE ON TABLE dialogues.threads") != std::string::npos);
  CHECK(no_tables.mend_of("rights").find("ON SEQUENCE dialogues.contact_id_seq") !=
        std::string::npos);
  mend(database, no_tables.mend_of("rights"));
  const auto mended = examine(its);
  CHECK(mended.status == 0);
  CHECK(mended.level_of("rights") == "good");
  CHECK(run({"--store", its, "contacts", "list"}).status == 0);
  const auto store = open(its);
  store->restore({.contacts = {{.id = 7, .values = Json::parse("{}")}}});
  database.run("revoke update on all sequences in schema dialogues from " + role.name());
  CHECK(examine(its).says_of("rights").find("missing: UPDATE on SEQUENCE") != std::string::npos);
}

TEST_CASE("doctor finds indexes that are missing or invalid, and its mends work") {
  const PostgresDatabase database;
  init(database.url());
  database.run(
      "drop index threads_by_created;"
      "update pg_index set indisvalid = false where indexrelid = 'history_by_phone'::regclass");
  auto found = examine(database.url());
  CHECK(found.status == 4);
  CHECK(found.says_of("tables") == "they are what this library makes");
  int faults = 0;
  for (const auto& finding : found.findings) {
    if (finding.find({"level"})->as_string() != "fault") continue;
    ++faults;
    // Concurrent builds run alone.
    auto sql = *finding.find({"mend"})->as_string();
    sql = sql.substr(sql.find("run:") + 4);
    for (std::size_t at = 0; at < sql.size();) {
      const auto end = std::min(sql.find(";\n", at), sql.size());
      database.run(sql.substr(at, end - at));
      at = end + 2;
    }
  }
  CHECK(faults == 2);
  CHECK(examine(database.url()).status == 0);
}

TEST_CASE("an index that the URL does without is not missed") {
  const PostgresDatabase database;
  init(database.url() + "?resource_index=false");
  CHECK(examine(database.url() + "?resource_index=false").status == 0);
  CHECK(examine(database.url()).says_of("indexes") == "messages_by_resource is missing");
}

TEST_CASE("doctor finds tables of a newer library, and changed ones") {
  const PostgresDatabase database;
  init(database.url());
  database.run("alter table messages alter role drop not null; drop table resources");
  CHECK(examine(database.url()).says_of("tables").find("column messages.role differs") !=
        std::string::npos);
  database.run("insert into botstore_schema values (99, 99)");
  const auto found = examine(database.url());
  CHECK(found.status == 4);
  CHECK(found.mend_of("schema") == "Update botstore.");
}

TEST_CASE("doctor finds a server that takes no writes, and settings that may hurt") {
  const PostgresDatabase database;
  init(database.url());
  database.run("alter database " + database.name() +
               " set default_transaction_read_only = on;"
               "alter database " +
               database.name() + " set synchronous_commit = off");
  const auto found = examine(database.url() + "?pool_max=1000");
  CHECK(found.status == 4);
  CHECK(found.level_of("server") == "fault");
  CHECK(found.level_of("durability") == "note");
  CHECK(found.level_of("pool") == "note");
}

TEST_CASE("doctor's judgement of what a test cannot bring about") {
  using inspect::Pooler;
  using Level = Finding::Level;
  CHECK(inspect::judge_tls(false, "127.0.0.1", "prefer").level == Level::good);
  CHECK(inspect::judge_tls(false, "/run/postgresql", "prefer").level == Level::good);
  CHECK(inspect::judge_tls(false, "db.example.com", "prefer").level == Level::fault);
  CHECK(inspect::judge_tls(true, "db.example.com", "require").level == Level::note);
  CHECK(inspect::judge_tls(true, "db.example.com", "verify-full").level == Level::good);

  using namespace std::chrono_literals;
  CHECK(inspect::judge_clock(900ms).level == Level::good);
  CHECK(inspect::judge_clock(-2s).level == Level::note);
  CHECK(inspect::judge_clock(-2s).says.find("2.0 s behind") != std::string::npos);
  CHECK(inspect::judge_clock(1min).level == Level::fault);

  CHECK(inspect::judge_pooler(Pooler::none, true).level == Level::good);
  CHECK(inspect::judge_pooler(Pooler::none, false).level == Level::note);
  CHECK(inspect::judge_pooler(Pooler::session, true).level == Level::good);
  CHECK(inspect::judge_pooler(Pooler::transaction, true).level == Level::fault);
  CHECK(inspect::judge_pooler(Pooler::transaction, false).level == Level::good);
}

TEST_CASE("schema prints the DDL of the URL's schema without a connection") {
  const auto printed =
      run({"--store", "postgresql://127.0.0.1:1/x?schema=My%20bot&resource_index=false", "schema"});
  CHECK(printed.status == 0);
  CHECK(printed.out == postgres::postgres_schema_sql("My bot", false));
}

TEST_CASE("schema --diff finds a good schema good, whatever its name") {
  const PostgresDatabase database;
  for (const char* name : {"c", "d", "excluded", "Select", "t"}) {
    CAPTURE(name);
    const auto url = database.url() + "?schema=" + name;
    init(url);
    CHECK(run({"--store", url, "schema", "--diff"}).status == 0);
  }
}

TEST_CASE("schema --diff compares any schema, and leaves nothing behind") {
  const PostgresDatabase database;
  const auto url = database.url() + "?schema=My%20%22bot%22";
  init(url);
  auto diff = run({"--store", url, "schema", "--diff"});
  CHECK(diff.out == "The schema is what this library makes.\n");
  CHECK(diff.status == 0);
  database.run(
      "alter table \"My \"\"bot\"\"\".threads alter title type varchar;"
      "alter table \"My \"\"bot\"\"\".metadata drop constraint metadata_pkey;"
      "drop function \"My \"\"bot\"\"\".save_or_update_contact");
  diff = run({"--store", url, "schema", "--diff"});
  CHECK(diff.status == 4);
  CHECK(diff.out.find(
            "column threads.title differs\n-text not null\n+character varying not null\n") !=
        std::string::npos);
  CHECK(diff.out.find("constraint metadata.metadata_pkey is missing\n") != std::string::npos);
  CHECK(diff.out.find("function save_or_update_contact") != std::string::npos);
  database.run(
      "do $$ begin if exists (select from pg_namespace where nspname like 'botstore_diff%')"
      " then raise 'left behind'; end if; end $$");
}

TEST_CASE("schema --diff says which right it needs") {
  const Role role;
  const PostgresDatabase database;
  const auto diff = run({"--store", role.url(database), "schema", "--diff"});
  CHECK(diff.status == 1);
  CHECK(diff.error.find("GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" + role.name() +
                        "\"") != std::string::npos);
}

TEST_CASE("status tells versions, sizes, counts, and settings of pool and server") {
  const PostgresDatabase database;
  const auto before = run({"--store", database.url(), "status", "--json"});
  CHECK(Json::parse(before.out).find({"schema", "version"}) == Json{});
  init(database.url());
  const auto result = run({"--store", database.url() + "?pool_max=7", "status", "--json"});
  const auto status = Json::parse(result.out);
  CHECK(status.find({"schema", "name"})->as_string() == "public");
  CHECK(status.find({"schema", "version"})->as_integer() == postgres::postgres_schema_version());
  CHECK(status.find({"pool", "max_connections"})->as_integer() == 7);
  CHECK(status.find({"server", "max_connections"})->as_string() == "100");
  CHECK(status.find({"tables", "threads", "rows"})->as_integer() == 0);
  const auto password = server_url().substr(server_url().find(':', 11) + 1);
  CHECK(result.out.find(password.substr(0, password.find('@'))) == std::string::npos);
}

TEST_CASE("what looks at the tables ends at its --timeout") {
  const PostgresDatabase database;
  init(database.url());
  const auto store = open(database.url());
  store->transaction([&](Storage& view) {
    auto* const connection = postgres::PostgresStore::connection_of(view);
    PQclear(PQexec(connection, "lock table threads"));
    const auto status = run({"--store", database.url(), "--timeout", "0.2", "--json", "status"});
    CHECK(status.status == 1);
    CHECK(Json::parse(status.error).find({"error"})->as_string() == "timeout");
  });
}

TEST_CASE("the commands work on PostgreSQL") {
  const PostgresDatabase database;
  init(database.url());
  const auto store = open(database.url());
  store->save_thread({.id = "t", .resource_id = "ada", .title = "Tea"});
  store->save_message({.thread_id = "t", .role = "user", .content = Json::string("Hello")});
  CHECK(run({"--store", database.url(), "threads", "list"}).out.find("Tea") != std::string::npos);
  CHECK(run({"--store", database.url(), "messages", "list", "t"}).out.find("Hello") !=
        std::string::npos);
  OnTerminal terminal{{"--store", database.url(), "messages", "list", "t", "-f"}};
  terminal.await("Hello");
  store->save_message({.thread_id = "t", .role = "assistant", .content = Json::string("Hi")});
  terminal.await("Hi");
  terminal.type("\x03");
  CHECK(terminal.end().status == 0);
  CHECK(run({"--store", database.url(), "threads", "delete", "t", "--yes"}).status == 0);
}

}  // namespace botstore::tools::testing
