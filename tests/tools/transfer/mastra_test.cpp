#include <algorithm>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/mastra.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tools/from/json_policy.hpp"
#include "tools/from/mastra.hpp"

namespace botstore::from {

namespace {

using tools::testing::mastra_rows;
using tools::testing::mastra_tables;
using tools::testing::PostgresDatabase;

std::string text_of(const Report& report) {
  std::string text;
  for (const auto& line : describe(report)) text += line + '\n';
  return text;
}

}  // namespace

TEST_CASE("every row of Mastra's comes over into every backend, with its times") {
  PostgresDatabase database;
  database.run(mastra_tables);
  database.run(mastra_rows);
  for (const auto& backend : tools::testing::backends()) {
    CAPTURE(backend);
    const auto place = tools::testing::new_place(backend);
    const auto store = place->open();
    Report report;
    for (int i = 0; i < 2; ++i)
      report = import_from_mastra(*store, {.source = database.url(), .schema = "agents"});
    CHECK(describe(report.tally) == "2 resources, 5 threads, 7 messages");

    const auto old = store->get_thread("old-1");
    REQUIRE(old);
    CHECK(format_time(old->created_at) == "2024-01-01T10:00:00Z");
    CHECK(format_time(old->updated_at) == "2024-01-02T10:00:00.123456Z");
    CHECK(old->metadata == Json::parse(R"({"k": 1})"));
    const auto fresh = store->get_thread("new");
    CHECK(format_time(fresh->created_at) == "2026-01-01T00:00:00.000001Z");
    CHECK(format_time(fresh->updated_at) == "2026-01-01T00:00:01.000001Z");
    CHECK(fresh->metadata == Json::parse(R"({"value": [1]})"));
    CHECK(format_time(*fresh->last_message_at) == "2026-01-01T00:00:04Z");
    CHECK(format_time(store->get_thread("null")->created_at) == "2026-01-03T00:00:00Z");
    CHECK(store->get_thread("null")->resource_id == "unknown");

    const auto messages = store->list_messages({.thread_ids = "new"}).items;
    REQUIRE(messages.size() == 5);
    std::vector<std::string> ids;
    std::vector<std::int64_t> sequences;
    for (const auto& message : messages) {
      ids.push_back(message.id);
      sequences.push_back(message.sequence);
    }
    CHECK(ids == std::vector<std::string>{"m1", "m2", "m3", "m4", "m5"});
    CHECK(sequences == std::vector<std::int64_t>{1, 2, 3, 4, 5});
    CHECK(messages[0].content.text() == R"("plain text")");
    CHECK(messages[0].resource_id == "grace");
    CHECK(messages[1].content.text() ==
          R"([{"type":"text","text":"zero \ufffd \\u0000 \ud83d\ude00 \ufffd"}])");
    CHECK(messages[1].resource_id == "other");
    CHECK(messages[2].content.text() == R"({"format":2, "parts":[],"content":"x"})");
    CHECK(messages[2].role == "assistant");
    CHECK(messages[3].content.text() == R"("{not json")");
    CHECK(messages[3].type == "unknown");
    CHECK(messages[4].content.text() == R"("42")");
    CHECK(store->save_message({.thread_id = "new", .role = "user"}).sequence == 6);

    const auto orphans = store->get_thread("orphans");
    REQUIRE(orphans);
    CHECK(orphans->resource_id == "eve");
    CHECK(format_time(orphans->created_at) == "2026-02-01T00:00:00Z");
    CHECK(format_time(orphans->updated_at) == "2026-02-02T00:00:00Z");
    const auto found = store->list_messages({.thread_ids = "orphans"}).items;
    REQUIRE(found.size() == 2);
    CHECK(found[0].resource_id == "eve");
    CHECK(found[1].resource_id == "eve");

    CHECK(store->get_resource("ada")->working_memory == "# Ada");
    CHECK(format_time(store->get_resource("ada")->updated_at) == "2026-01-02T00:00:00Z");
    CHECK_FALSE(store->get_resource("grace")->working_memory);
    CHECK(store->get_resource("grace")->metadata == Json::parse(R"({"b": 2})"));

    const auto text = text_of(report);
    CAPTURE(text);
    CHECK(
        text.find(R"(: 2 (message "o1" of thread "orphans", message "o2" of thread "orphans"))") !=
        std::string::npos);
    CHECK(text.find(R"(U+FFFD: 1 (message "m2")") != std::string::npos);
    CHECK(text.find(R"(became a string: 1 (message "m4")") != std::string::npos);
    CHECK(text.find(R"(: 1 (thread "null"))") != std::string::npos);
  }
}

TEST_CASE("Mastra's messages come over again when the source has lost and got some meanwhile") {
  PostgresDatabase database;
  database.run(mastra_tables);
  const auto insert = [&](const std::string& id) {
    database.run("insert into agents.mastra_messages values ('" + id +
                 "', 'orphans', 'x', 'user', 'v2', '2026-01-01', 'ada', '2026-01-01 00:00:00Z')");
  };
  for (const auto* const id : {"b", "c", "d"}) insert(id);
  for (const auto& backend : tools::testing::backends()) {
    CAPTURE(backend);
    const auto place = tools::testing::new_place(backend);
    const auto store = place->open();
    const auto import = [&] {
      static_cast<void>(import_from_mastra(*store, {.source = database.url(), .schema = "agents"}));
      std::string order;
      for (const auto& message : store->list_messages({.thread_ids = "orphans"}).items)
        order += message.id + std::to_string(message.sequence) + ' ';
      return order;
    };
    CHECK(import() == "b1 c2 d3 ");
    database.run("delete from agents.mastra_messages where id = 'c'");
    CHECK(import() == "b1 c2 d3 ");
    insert("a");
    CHECK(import() == "b1 c2 d3 a4 ");
    CHECK(import() == "b1 c2 d3 a4 ");
    database.run("delete from agents.mastra_messages where id = 'a'");
    insert("c");
  }
}

TEST_CASE("a row of Mastra's that no store takes is named, and what is there already is said") {
  PostgresDatabase database;
  database.run(mastra_tables);
  database.run(mastra_rows);
  const auto store = tools::testing::new_memory_store();
  std::string note;
  const auto error = [&] {
    try {
      static_cast<void>(import_from_mastra(
          *store, {.source = database.url(), .schema = "agents", .note = [&](const auto& text) {
                     note = text;
                   }}));
    } catch (const Error& thrown) {
      return thrown;
    }
    throw std::runtime_error{"it should have failed"};
  };
  const std::string long_id(1'025, 'x');
  database.run("update agents.mastra_messages set id = '" + long_id + "' where id = 'm3'");
  const auto refused = error();
  CHECK(refused.code() == ErrorCode::corrupt);
  CHECK(std::string{refused.what()}.starts_with("the source: mastra_messages, row \"" + long_id +
                                                "\": restore: messages["));
  CHECK(note == "nothing has been stored; the same command may be repeated");

  // There are more threads than a batch holds.
  database.run(
      "insert into agents.mastra_threads select 't' || n, 'ada', '', null, '2026-01-01', "
      "'2026-01-01' from generate_series(1, 1000) as n");
  static_cast<void>(error());
  CHECK(
      note.starts_with("stored so far: 2 resources, 998 threads; they stay, and the same command"));
  CHECK(store->list_threads({.page = {.with_total = true}}).total == 998);
}

TEST_CASE("databases of Mastra's from before its zones and resources come over") {
  PostgresDatabase database;
  database.run(
      R"(create table mastra_threads (id text primary key, "resourceId" text not null,
           title text not null, metadata text, "createdAt" timestamp not null,
           "updatedAt" timestamp not null);
         create table mastra_messages (id text primary key, thread_id text not null,
           content text not null, role text not null, type text not null,
           "createdAt" timestamp not null);
         insert into mastra_threads values
           ('t', 'ada', 'T', '{"k": "v"}', '2024-01-01 10:00:00', '2024-01-01 10:00:00');
         insert into mastra_messages values
           ('m', 't', 'hello', 'user', 'v1', '2024-01-01 10:00:01'))");
  const auto store = tools::testing::new_memory_store();
  static_cast<void>(import_from_mastra(*store, {.source = database.url()}));
  CHECK(store->get_thread("t")->metadata == Json::parse(R"({"k": "v"})"));
  CHECK(format_time(store->get_message({"t", "m"})->created_at) == "2024-01-01T10:00:01Z");
  CHECK(store->get_message({"t", "m"})->resource_id == "ada");
}

TEST_CASE("a source that is none of Mastra's, or is not there, is said so") {
  PostgresDatabase database;
  const auto store = tools::testing::new_memory_store();
  const auto error_of = [&](const std::string& source) {
    try {
      static_cast<void>(import_from_mastra(*store, {.source = source}));
    } catch (const Error& error) {
      return error;
    }
    throw std::runtime_error{"it should have failed"};
  };
  const auto error = error_of(database.url());
  CHECK(error.code() == ErrorCode::schema_missing);
  CHECK(std::string{error.what()}.find("mastra_threads") != std::string::npos);
  CHECK(error_of("host=127.0.0.1 port=1 password=secret").code() == ErrorCode::connection_failed);
}

TEST_CASE("JSON of other programs is kept as it is where a store can hold it") {
  const auto kept = [](const std::string& text) {
    const auto adapted = adapt_json(text);
    return !adapted.changed && adapted.json.text() == text;
  };
  CHECK(kept(R"({ "a":"\u0041\\u0000\ud83d\ude00" })"));
  CHECK(kept("1.50"));
  const auto text = [](const std::string& json) { return adapt_json(json).json.text(); };
  CHECK(text(R"("\u0000\\\u0000\udc00\ud800\u0041")") == R"("\ufffd\\\ufffd\ufffd\ufffd\u0041")");
  CHECK(text(R"("\ud800\ud83d\ude00")") == R"("\ufffd\ud83d\ude00")");
  CHECK(text(R"({"a":"\u0000",)") == R"("{\"a\":\"\\u0000\",")");
  CHECK(adapt_object("null").json == Json::object({}));
  CHECK_FALSE(adapt_object("null").changed);
  CHECK(adapt_object(R"("{\"a\":1}")").json == Json::parse(R"({"a":1})"));
  CHECK(adapt_object("\"text\"").json == Json::parse(R"({"value":"text"})"));
}

}  // namespace botstore::from
