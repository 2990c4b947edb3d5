#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>

#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/builderbot.hpp"
#include "tests/tools/support/mastra.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tests/tools/support/program.hpp"
#include "tools/from/source.hpp"

namespace botstore::tools::testing {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("import --from mastra moves a database, and reports what it has changed") {
  PostgresDatabase database;
  database.run(mastra_tables);
  database.run(mastra_rows);
  const auto place = new_place("sqlite");
  const auto result = run({"--store", place->url(), "import", "--from", "mastra", "--source",
                           database.url(), "--source-schema", "agents", "--unknown-owner", "them"});
  CAPTURE(result.error);
  CHECK(result.status == 0);
  CHECK(result.out == "imported 2 resources, 5 threads, 7 messages\n");
  CHECK(
      has(result.error, "messages without a thread, which got it back with the title empty: 2 ("));
  CHECK(place->open()->get_thread("null")->resource_id == "them");
}

TEST_CASE("import --from builderbot moves a database, and says which zone it has read it in") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  const auto place = new_place("sqlite");
  const auto result = run({"--store", place->url(), "import", "--from", "builderbot", "--source",
                           database.url(), "--zone", "America/Bogota"});
  CAPTURE(result.error);
  CHECK(result.status == 0);
  CHECK(result.out == "imported 6 contacts, 4 history entries\n");
  CHECK(has(result.error, "times without a zone were read in America/Bogota\n"));
  CHECK(format_time(place->open()->get_contact("+571")->created_at) == "2026-01-05T13:00:01Z");
}

TEST_CASE("an import from another program that fails says what is there, as an object too") {
  PostgresDatabase database;
  database.run(mastra_tables);
  database.run(mastra_rows);
  database.run("update agents.mastra_messages set id = '' where id = 'm3'");
  const auto place = new_place("sqlite");
  const auto result = run({"--json", "--store", place->url(), "import", "--from", "mastra",
                           "--source", database.url(), "--source-schema", "agents"});
  CAPTURE(result.error);
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  const auto end = result.error.find('\n');
  CHECK(Json::parse(result.error.substr(0, end)).find({"note"})->as_string() ==
        "nothing has been stored; the same command may be repeated");
  const auto error = Json::parse(result.error.substr(end + 1));
  CHECK(has(error.find({"message"})->as_string().value(), R"(mastra_messages, row "": )"));
}

TEST_CASE("a source that cannot be reached leaves no target behind") {
  const Folder folder;
  const auto result = run({"--store", "sqlite:" + folder.file("bot.db"), "import", "--from",
                           "mastra", "--source", "host=127.0.0.1 port=1"});
  CHECK(result.status == 1);
  CHECK_FALSE(std::filesystem::exists(folder.file("bot.db")));
}

TEST_CASE("a source's error says its detail, and a stop ends a query that runs") {
  PostgresDatabase database;
  database.run("create table busy (id integer primary key); insert into busy values (1)");
  std::stop_source stop;
  from::Source source{database.url(), stop.get_token()};
  const auto error_of = [&](const std::string& sql) {
    try {
      static_cast<void>(source.query(sql));
    } catch (const Error& error) {
      return error;
    }
    throw std::runtime_error{"it should have failed"};
  };
  CHECK(has(error_of("insert into busy values (1)").what(), ": Key (id)=(1) already exists."));

  from::Source other{database.url()};
  static_cast<void>(other.query("begin"));
  static_cast<void>(other.query("lock table busy"));
  const std::jthread stopper{[&] {
    while (other.value("select count(*) from pg_locks where not granted") == "0") continue;
    stop.request_stop();
  }};
  CHECK(error_of("select * from busy").code() == ErrorCode::cancelled);
  CHECK(error_of("select 1").code() == ErrorCode::cancelled);
}

}  // namespace botstore::tools::testing
