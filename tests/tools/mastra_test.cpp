#include <algorithm>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "tests/catch.hpp"
#include "tests/tools/places.hpp"
#include "tests/tools/postgres.hpp"
#include "tools/from/json_policy.hpp"
#include "tools/from/mastra.hpp"

namespace botstore::from {

namespace {

using tools::testing::PostgresDatabase;

/// The tables of Mastra's adapter, in the schema `agents`.
constexpr const char* tables = R"sql(
create schema agents;
set search_path = agents;
create table mastra_threads (
  id text primary key, "resourceId" text not null, title text not null, metadata jsonb,
  "createdAt" timestamp not null, "updatedAt" timestamp not null,
  "createdAtZ" timestamptz default now(), "updatedAtZ" timestamptz default now());
create table mastra_messages (
  id text primary key, thread_id text not null, content text not null, role text not null,
  type text not null, "createdAt" timestamp not null, "resourceId" text,
  "createdAtZ" timestamptz default now());
create table mastra_resources (
  id text primary key, "workingMemory" text, metadata jsonb,
  "createdAt" timestamp not null, "updatedAt" timestamp not null,
  "createdAtZ" timestamptz default now(), "updatedAtZ" timestamptz default now());
)sql";

// Old rows bear the time of the upgrade in their Z columns, 2025-06-01. Of "orphans" the messages
// are there and the thread is not.
constexpr const char* rows = R"sql(
set search_path = agents;
insert into mastra_threads values
  ('old-1', 'ada', 'Old', '{"k": 1}', '2024-01-01 10:00:00', '2024-01-02 10:00:00.123456',
   '2025-06-01 00:00:00Z', '2025-06-01 00:00:00Z'),
  ('old-2', 'ada', '', null, '2024-02-01 10:00:00', '2024-02-01 10:00:00',
   '2025-06-01 00:00:00Z', '2025-06-01 00:00:00Z'),
  ('new', 'grace', 'New', '[1]', '2026-01-01 00:00:00', '2026-01-01 00:00:01',
   '2026-01-01 00:00:00.000001Z', '2026-01-01 00:00:01.000001Z'),
  ('null', ' ', 'Null', '{}', '2026-01-03 00:00:00', '2026-01-03 00:00:00', null, null);
insert into mastra_messages values
  ('m3', 'new', '{"format":2, "parts":[],"content":"x"}', 'assistant', 'v2',
   '2026-01-01 00:00:02', 'grace', '2026-01-01 00:00:02Z'),
  ('m1', 'new', 'plain text', 'user', 'v2', '2026-01-01 00:00:00', null, '2026-01-01 00:00:00Z'),
  ('m2', 'new', '[{"type":"text","text":"zero \u0000 \\u0000 \ud83d\ude00 \ud800"}]', 'user', 'v2',
   '2026-01-01 00:00:01', 'other', '2026-01-01 00:00:01Z'),
  ('m4', 'new', '{not json', 'signal', '', '2026-01-01 00:00:03', '', '2026-01-01 00:00:03Z'),
  ('m5', 'new', '42', 'user', 'v2', '2026-01-01 00:00:04', 'grace', '2026-01-01 00:00:04Z'),
  ('o1', 'orphans', '"first"', 'user', 'v2', '2026-02-01 00:00:00', null, '2026-02-01 00:00:00Z'),
  ('o2', 'orphans', '"last"', 'user', 'v2', '2026-02-02 00:00:00', 'eve', '2026-02-02 00:00:00Z');
insert into mastra_resources values
  ('ada', '# Ada', '{"a": 1}', '2026-01-01 00:00:00', '2026-01-02 00:00:00',
   '2026-01-01 00:00:00Z', '2026-01-02 00:00:00Z'),
  ('grace', null, '"{\"b\": 2}"', '2026-01-01 00:00:00', '2026-01-01 00:00:00', null, null);
)sql";

std::string text_of(const Report& report) {
  std::string text;
  for (const auto& line : describe(report)) text += line + '\n';
  return text;
}

}  // namespace

TEST_CASE("every row of Mastra's comes over into every backend, with its times") {
  PostgresDatabase database;
  database.run(tables);
  database.run(rows);
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
    CHECK(store->list_messages({.thread_ids = "orphans"}).items.size() == 2);

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
