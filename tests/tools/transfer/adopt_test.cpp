#include <chrono>
#include <string>

#include "botstore/error.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/builderbot.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tools/from/adopt.hpp"
#include "tools/from/source.hpp"

namespace botstore::from {

namespace {

using tools::testing::builderbot_rows;
using tools::testing::builderbot_start;
using tools::testing::PostgresDatabase;

/// A database that BuilderBot has used.
PostgresDatabase& with_rows(PostgresDatabase& database) {
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  return database;
}

Error refusal(const AdoptTask& task) {
  try {
    static_cast<void>(adopt(task));
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error{"it should have been refused"};
}

std::string time_of(const std::optional<Timestamp>& time) {
  return time ? format_time(*time) : "none";
}

}  // namespace

TEST_CASE("an adopted database is a store, with every row and the times of its zone") {
  PostgresDatabase database;
  with_rows(database);
  const auto report = adopt({.source = database.url(), .zone = "America/Bogota"});
  CHECK(report.plan.contacts == 7);
  CHECK(report.plan.history == 4);
  CHECK(report.plan.duplicates == 1);
  CHECK(report.set_aside == 3);

  postgres::PostgresStore store{{.connection_string = database.url()}};
  store.init();
  const auto winner = store.get_contact("+571");
  REQUIRE(winner);
  CHECK(winner->id == 3);
  CHECK(winner->values == Json::parse(R"({"name": "new"})"));
  CHECK(format_time(winner->created_at) == "2026-01-05T13:00:01Z");
  CHECK(time_of(winner->updated_in) == "2026-02-01T05:00:00Z");
  CHECK(store.get_contact("+572")->values == Json::object({}));
  CHECK(store.get_contact("+576")->values == Json::parse(R"({"value": [1]})"));
  CHECK(format_time(store.get_contact("+577")->created_at) == "2026-01-09T13:00:00Z");
  CHECK(store.list_contacts({.page = {.with_total = true}}).total == 6);

  const auto history = store.list_history({.phone = "+571"}).items;
  REQUIRE(history.size() == 2);
  CHECK(history[0].contact_id == 3);
  CHECK(history[1].contact_id == 3);
  CHECK(history[0].options == Json::parse(R"({"a": 1})"));
  CHECK(format_time(history[0].created_at) == "2026-01-05T13:00:00.5Z");
  CHECK(format_time(store.list_history({.phone = "+572"}).items.at(0).created_at) ==
        "1970-01-01T00:00:00Z");
  CHECK(database.run("select id, phone is null, contact_id from history where phone is null") ==
        "3|t|4");
  CHECK(database.run("select id, kept_id, phone, \"values\", created_at::text "
                     "from contact_set_aside order by id") ==
        "1|3|+571|{\"name\": \"old\"}|2026-01-05 08:00:00.123456\n"
        "5|5| \t|{\"name\": \"blank\"}|2026-01-07 08:00:00\n"
        "6|6|+576|[1]|2026-01-08 08:00:00");
}

TEST_CASE("an adopted database has the very schema that init makes") {
  PostgresDatabase adopted;
  with_rows(adopted);
  static_cast<void>(adopt({.source = adopted.url()}));
  PostgresDatabase made;
  postgres::PostgresStore{{.connection_string = made.url()}}.init();

  for (const auto* const catalogue :
       {"select table_name, column_name, data_type, collation_name, is_nullable, column_default "
        "from information_schema.columns where table_schema = 'public' "
        "and table_name <> 'contact_set_aside' order by 1, 2",
        "select indexdef from pg_indexes where schemaname = 'public' order by indexname",
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint "
        "where connamespace = 'public'::regnamespace order by 1, 2",
        "select oid::regprocedure, prosrc, proconfig from pg_proc "
        "where pronamespace = 'public'::regnamespace order by 1::text",
        "select version, readable_from from botstore_schema"})
    CHECK(adopted.run(catalogue) == made.run(catalogue));
}

TEST_CASE("BuilderBot's adapter goes on with an adopted database, beside the store") {
  PostgresDatabase database;
  with_rows(database);
  static_cast<void>(adopt({.source = database.url()}));
  postgres::PostgresStore store{{.connection_string = database.url()}};
  store.init();

  for (int start = 0; start < 2; ++start) {
    database.run(std::string{builderbot_start});
    database.run("select save_or_update_contact('+571', '{\"name\": \"newest\"}')");
    database.run("select save_or_update_contact('+5710', '{\"name\": \"first\"}')");
    database.run(
        "select save_or_update_history_and_contact('r', 'hi', 'answer', 's', '+571', '{}')");
    database.run(
        "select save_or_update_history_and_contact('r', null, 'answer', 's', '+5711', null)");
    store.init();
  }
  CHECK(store.get_contact("+571")->values == Json::parse(R"({"name": "newest"})"));
  CHECK(store.get_contact("+571")->id == 3);
  CHECK(store.get_contact("+571")->last_interaction);
  CHECK(store.get_contact("+5710")->values == Json::parse(R"({"name": "first"})"));
  CHECK(store.get_contact("+5711")->values == Json::object({}));
  CHECK(store.list_history({.phone = "+571"}).items.size() == 4);
  CHECK(store.last_history("+571", {.with_keyword = true})->keyword == "hi");
  CHECK(store.last_history("+5711")->contact_id == store.get_contact("+5711")->id);
  // What the adapter asks.
  CHECK(database.run("SELECT * FROM history WHERE phone = '+571' ORDER BY created_at DESC LIMIT 1")
            .find("answer") != std::string::npos);
  CHECK(store.save_history({.ref = "r", .answer = "a", .ref_serialize = "s", .phone = "+5711"})
            .outcome == Outcome::inserted);
}

TEST_CASE("an adoption without anything to set aside leaves no table beside the store") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run("select save_or_update_contact('+571', '{}')");
  CHECK(adopt({.source = database.url()}).set_aside == 0);
  CHECK(database.run("select to_regclass('contact_set_aside') is null") == "t");
}

TEST_CASE("an adoption names the views and foreign keys that depend on the tables") {
  PostgresDatabase database;
  with_rows(database);
  database.run(
      "create view people as select phone from contact;"
      "create materialized view steps as select ref from history;"
      "create table orders (contact integer constraint of_contact references contact)");
  const auto error = refusal({.source = database.url()});
  CHECK(error.code() == ErrorCode::conflict);
  const std::string text = error.what();
  CHECK(text.find("the view people, the view steps, the foreign key of_contact of orders") !=
        std::string::npos);
  CHECK(database.run("select to_regclass('botstore_schema') is null") == "t");
}

TEST_CASE("an adoption waits for others for as long as it may, and then has changed nothing") {
  PostgresDatabase database;
  with_rows(database);
  Source other{database.url()};
  static_cast<void>(other.query("begin"));
  static_cast<void>(other.query("select 1 from contact"));
  const auto error =
      refusal({.source = database.url(), .lock_timeout = std::chrono::milliseconds{50}});
  CHECK(error.code() == ErrorCode::timeout);
  CHECK(error.retryable());
  // No time at all is not the server's 0, which waits for ever.
  CHECK(refusal({.source = database.url(), .lock_timeout = {}}).code() == ErrorCode::timeout);
  CHECK(refusal({.source = database.url(),
                 .lock_timeout = std::chrono::hours{1},
                 .timeout = std::chrono::milliseconds{50}})
            .code() == ErrorCode::timeout);
  static_cast<void>(other.query("rollback"));
  CHECK(database.run("select count(*) from contact") == "7");
  CHECK(adopt({.source = database.url()}).plan.contacts == 7);
}

TEST_CASE("an adoption refuses what is no database of BuilderBot's, and a zone that is none") {
  PostgresDatabase database;
  CHECK(refusal({.source = database.url()}).code() == ErrorCode::schema_missing);
  database.run("create table contact (id serial, phone text)");
  CHECK(std::string{refusal({.source = database.url()}).what()}.find("it lacks created_at") !=
        std::string::npos);
  database.run("drop table contact");
  with_rows(database);
  // Of the server's own, "UTC+3" lies west of Greenwich.
  for (const auto* const zone : {"Mars/Olympus", "UTC+3", "<x>3", ""}) {
    const auto error = refusal({.source = database.url(), .zone = zone});
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(error.field() == "zone");
  }
  CHECK(plan_adoption({.source = database.url(), .zone = "america/bogota"}).contacts == 7);
  static_cast<void>(adopt({.source = database.url()}));
  CHECK(refusal({.source = database.url()}).code() == ErrorCode::already_exists);
}

TEST_CASE("a plan says what an adoption would do, and does nothing") {
  PostgresDatabase database;
  with_rows(database);
  database.run("alter database " + database.run("select current_database()") +
               " set timezone to 'America/Bogota'");
  const auto plan = plan_adoption({.source = database.url()});
  CHECK(plan.zone == "America/Bogota");
  CHECK(plan.duplicates == 1);
  CHECK(plan.statements.size() > 20);
  CHECK(database.run("select count(*) from contact") == "7");
  CHECK(database.run("select to_regclass('botstore_schema') is null") == "t");
}

}  // namespace botstore::from
