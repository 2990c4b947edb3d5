#include <algorithm>
#include <thread>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/moved.hpp"
#include "tests/postgres/support/counted_store.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"
#include "tests/postgres/support/server_log.hpp"

namespace botstore::postgres {

namespace {

using namespace botstore::literals;
using botstore::testing::alice;
using botstore::testing::message;
using botstore::testing::NamedCall;
using testing::CountedStore;
using testing::error_of;
using testing::Observer;
using testing::Proxy;

PostgresStore plain_store(const std::string& schema) {
  return PostgresStore{{.connection_string = testing::server_url(), .schema = schema}};
}

/// The rows that the calls are made for, and nothing else.
void renew_rows(PostgresStore& store, const std::string& schema) {
  for (const auto* table : {"threads", "resources", "history", "contact"})
    Observer{}.ask("delete from " + schema + "." + table);
  botstore::testing::save_rows(store);
}

std::vector<NewMessage> many_messages(int count) {
  std::vector<NewMessage> messages;
  for (const auto& id : botstore::testing::numbered("new", 1, count))
    messages.push_back(message("t1", id));
  return messages;
}

/// The forms of a read that take other statements than the one in `every_read`.
std::vector<NamedCall> more_reads(const std::string& message_cursor,
                                  const std::string& thread_cursor) {
  return {
      {"get_thread (of its owner)",
       [](Storage& s, const CallOptions& c) {
         (void)s.get_thread("t1", {.resource_id = alice}, c);
       }},
      {"get_thread (missing)",
       [](Storage& s, const CallOptions& c) { (void)s.get_thread("none", {}, c); }},
      {"list_threads (of a resource, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_threads({.resource_id = alice,
                               .metadata = {where::has_key({"a"})},
                               .archived = Archived::excluded,
                               .order_by = ThreadOrder::updated_at,
                               .page = {.with_total = true}},
                              c);
       }},
      {"list_threads (next page)",
       [=](Storage& s, const CallOptions& c) {
         (void)s.list_threads({.page = {.cursor = thread_cursor}}, c);
       }},
      {"get_messages (several)",
       [](Storage& s, const CallOptions& c) {
         (void)s.get_messages({{"t1", "m1"}, {"t2", "m1"}}, {.with_content = false}, c);
       }},
      {"find_messages (several)",
       [](Storage& s, const CallOptions& c) {
         (void)s.find_messages({"m1", "m2", "m3"}, {}, c);
       }},
      {"list_messages (of a thread and a resource, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_messages({.thread_ids = "t1",
                                .resource_id = alice,
                                .direction = Direction::descending,
                                .page = {.limit = 20, .with_total = true}},
                               c);
       }},
      {"list_messages (of several threads, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_messages({.thread_ids = {"t1", "t2", "t3"}, .page = {.with_total = true}}, c);
       }},
      {"list_messages (of a resource, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_messages({.resource_id = alice, .page = {.with_total = true}}, c);
       }},
      {"list_messages (with windows and total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_messages({.thread_ids = {"t1", "t2"},
                                .include = {{{"t1", "m1"}, 1, 1}, {{"t1", "m2"}, 2, 0}},
                                .page = {.with_total = true}},
                               c);
       }},
      {"list_messages (next page)",
       [=](Storage& s, const CallOptions& c) {
         (void)s.list_messages({.thread_ids = "t1", .page = {.cursor = message_cursor}}, c);
       }},
      {"list_metadata (of a message, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_metadata({.thread_id = "t1", .message_id = "m1"},
                               {.key_prefix = "st", .page = {.with_total = true}}, c);
       }},
      {"list_metadata (of a thread and its messages, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_metadata({.thread_id = "t1"},
                               {.with_messages = true, .page = {.with_total = true}}, c);
       }},
      {"list_resources (with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_resources({.id_prefix = "al", .page = {.with_total = true}}, c);
       }},
      {"list_contacts (with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_contacts({.values = {where::equals({"a"}, Json::number(1))},
                                .order_by = ContactOrder::id,
                                .page = {.with_total = true}},
                               c);
       }},
      {"last_history (with keyword)",
       [](Storage& s, const CallOptions& c) {
         (void)s.last_history("+1", {.with_keyword = true}, c);
       }},
      {"list_history (of a phone, with total)",
       [](Storage& s, const CallOptions& c) {
         (void)s.list_history({.phone = "+1", .page = {.with_total = true}}, c);
       }},
  };
}

std::vector<NamedCall> more_writes() {
  return {
      {"save_messages (a hundred)",
       [](Storage& s, const CallOptions& c) { s.save_messages(many_messages(100), {}, c); }},
      {"save_messages (kept)",
       [](Storage& s, const CallOptions& c) {
         s.save_message(message("t1", "m1"), {.if_exists = SavePolicy::keep}, c);
       }},
      {"restore (of one kind)",
       [](Storage& s, const CallOptions& c) {
         s.restore({.resources = botstore::testing::moved_rows().resources}, c);
       }},
      {"restore (of people)",
       [](Storage& s, const CallOptions& c) {
         s.restore({.contacts = {botstore::testing::moved_contact(7, "+70")},
                    .history = {botstore::testing::moved_entry(7, "e70", "+70")}},
                   c);
       }},
      {"update_messages (several)",
       [](Storage& s, const CallOptions& c) {
         s.update_messages({{.key = {"t1", "m1"}, .role = "tool"},
                            {.key = {"t1", "m2"}, .content = "2"_json},
                            {.key = {"t2", "m3"}, .role = "tool"}},
                           c);
       }},
      {"delete_messages (several)",
       [](Storage& s, const CallOptions& c) {
         s.delete_messages({{"t1", "m1"}, {"t1", "m2"}}, c);
       }},
      {"clone_thread (in part)",
       [](Storage& s, const CallOptions& c) {
         s.clone_thread("t1", {.new_id = "part", .most_recent = 1, .message_ids = {"m1", "m2"}}, c);
       }},
      {"save_contact (replaced)",
       [](Storage& s, const CallOptions& c) {
         s.save_contact({.phone = "+1", .action = ContactAction::replace}, c);
       }},
      {"save_history (again)",
       [](Storage& s, const CallOptions& c) {
         s.save_history({.ref = "welcome", .phone = "+1", .entry_key = "e1"}, c);
       }},
      {"delete_thread (missing)",
       [](Storage& s, const CallOptions& c) { s.delete_thread("none", c); }},
  };
}

/// Writes that the store refuses for what is stored.
std::vector<NamedCall> refused_writes() {
  constexpr Revision other{77};
  return {
      {"save_thread (of another)",
       [](Storage& s, const CallOptions& c) {
         s.save_thread(botstore::testing::thread("t1", "bob"), c);
       }},
      {"update_thread (missing)",
       [](Storage& s, const CallOptions& c) { s.update_thread("none", {.title = "x"}, c); }},
      {"update_thread (another revision)",
       [=](Storage& s, const CallOptions& c) {
         s.update_thread("t1", {.title = "x", .expected_revision = other}, c);
       }},
      {"clone_thread (taken)",
       [](Storage& s, const CallOptions& c) { s.clone_thread("t1", {.new_id = "t2"}, c); }},
      {"save_message (thread missing)",
       [](Storage& s, const CallOptions& c) { s.save_message(message("none", "m"), {}, c); }},
      {"save_message (taken)",
       [](Storage& s, const CallOptions& c) {
         s.save_message(message("t1", "m1"), {.if_exists = SavePolicy::fail}, c);
       }},
      {"save_message (another sequence)",
       [](Storage& s, const CallOptions& c) {
         s.save_message(message("t1", "m9"), {.expected_last_sequence = 77}, c);
       }},
      {"update_messages (another revision)",
       [=](Storage& s, const CallOptions& c) {
         s.update_messages({{.key = {"t1", "m1"}, .role = "x", .expected_revision = other}}, c);
       }},
      {"restore (thread missing)",
       [](Storage& s, const CallOptions& c) {
         s.restore({.messages = {botstore::testing::moved_message("none", 1)}}, c);
       }},
      {"set_metadata (thread missing)",
       [](Storage& s, const CallOptions& c) {
         s.set_metadata({.thread_id = "none"}, "k", "1"_json, {}, c);
       }},
      {"remove_metadata (another revision)",
       [=](Storage& s, const CallOptions& c) {
         s.remove_metadata({.thread_id = "t1"}, "state", {.expected_revision = other}, c);
       }},
      {"update_resource (another revision)",
       [=](Storage& s, const CallOptions& c) {
         s.update_resource(alice, {.expected_revision = other}, c);
       }},
  };
}

/// A statement alone, or several between BEGIN and COMMIT.
bool is_atomic(const std::vector<std::string>& statements) {
  return statements.size() == 1 ||
         (statements.size() > 2 && statements.front() == "BEGIN" && statements.back() == "COMMIT");
}

/// A schema of its own, with a store beside the counted one.
struct Stores {
  explicit Stores(const std::string& name)
      : schema{name}, beside{plain_store(schema)}, counted{schema} {
    beside.init();
    renew_rows(beside, schema);
  }

  std::string schema;
  PostgresStore beside;
  CountedStore counted;
};

/// Each call twice, for the first one prepares its statements.
template <class Check>
void check_each(Stores& stores, const std::vector<NamedCall>& calls, Check&& check) {
  for (const auto& call : calls)
    for (const bool prepared : {false, true}) {
      renew_rows(stores.beside, stores.schema);
      INFO(call.name << (prepared ? ", prepared" : ", for the first time"));
      check(call);
    }
}

void check_one_round_trip(Stores& stores, const std::vector<NamedCall>& calls, bool writes) {
  check_each(stores, calls, [&](const NamedCall& call) {
    const auto cost = stores.counted.cost_of([&] { call.run(*stores.counted, {}); });
    CAPTURE(cost.statements);
    CHECK(cost.answers_awaited == 1);
    CHECK(cost.transactions == 1);
    if (writes) CHECK(is_atomic(cost.statements));
  });
}

}  // namespace

TEST_CASE("every read is one round trip") {
  Stores stores{"round_trips_of_reads"};
  check_one_round_trip(stores, botstore::testing::every_read(), false);
  const auto messages = stores.beside.list_messages({.thread_ids = "t1", .page = {.limit = 1}});
  const auto threads = stores.beside.list_threads({.page = {.limit = 1}});
  check_one_round_trip(stores, more_reads(messages.next_cursor, threads.next_cursor), false);
}

TEST_CASE("every write is one round trip: one statement, or one pipeline from BEGIN to COMMIT") {
  Stores stores{"round_trips_of_writes"};
  check_one_round_trip(stores, botstore::testing::every_write(), true);
  check_one_round_trip(stores, more_writes(), true);
}

TEST_CASE("a write that is refused for what is stored is one round trip too") {
  Stores stores{"round_trips_of_refusals"};
  check_each(stores, refused_writes(), [&](const NamedCall& call) {
    const auto cost =
        stores.counted.cost_of([&] { CHECK_THROWS_AS(call.run(*stores.counted, {}), Error); });
    CAPTURE(cost.statements);
    CHECK(cost.one_round_trip());
    CHECK(is_atomic(cost.statements));
  });
}

TEST_CASE("what has nothing to do makes no round trip") {
  Stores stores{"round_trips_of_nothing"};
  Storage& store = *stores.counted;
  const auto cost = stores.counted.cost_of([&] {
    store.save_messages({});
    store.update_messages({});
    store.delete_messages({});
    store.restore({});
    (void)store.get_messages({});
    (void)store.find_messages({});
    (void)store.list_messages({.thread_ids = std::vector<std::string>{}});
    store.transaction([](Storage&) {});
  });
  CHECK(cost.answers_awaited == 0);
  CHECK(cost.statements.empty());
}

TEST_CASE(
    "an entry whose key another saves at the same moment is two round trips, all others one") {
  Stores stores{"round_trips_of_a_race"};
  const auto table = stores.schema + ".history";
  testing::Observer other;
  other.ask("begin");
  other.ask("insert into " + table + " (ref, answer, refserialize, phone, entry_key) " +
            "values ('theirs', '', '', '+9', 'raced')");
  std::jthread committer{[&] {
    Observer{}.wait_until("select wait_event_type = 'Lock' from pg_stat_activity where pid = " +
                          std::to_string(stores.counted.pid()));
    other.ask("commit");
  }};
  const auto save = [&](const char* key) {
    return (*stores.counted).save_history({.ref = "ours", .phone = "+1", .entry_key = key}).outcome;
  };
  const auto raced = stores.counted.cost_of([&] { CHECK(save("raced") == Outcome::duplicate); });
  CHECK(raced.answers_awaited == 2);
  CHECK(raced.transactions == 2);
  CHECK(
      stores.counted.cost_of([&] { CHECK(save("raced") == Outcome::duplicate); }).one_round_trip());
}

TEST_CASE("a start on a current schema is at most two round trips beside the connection's own") {
  const std::string schema = "round_trips_of_starts";
  plain_store(schema).init();
  const auto start = [&](auto&& work) {
    Proxy proxy;  // One for each: the goodbye of an earlier connection counts too.
    PostgresStore store{{.connection_string = proxy.url(), .schema = schema}};
    [[maybe_unused]] const auto held = work(store);
    return proxy.round_trips();
  };
  const auto connecting = start([](PostgresStore& store) { return store.lease(); });
  const auto starting = start([](PostgresStore& store) {
    store.init();
    return 0;
  });
  CHECK(starting - connecting <= 2);

  CountedStore counted{schema};
  const auto again = counted.cost_of([&] { (*counted).init(); });
  CHECK(again.answers_awaited <= 2);
  CHECK(again.transactions <= 2);
}

TEST_CASE("a store that was told no schema asks for it once") {
  plain_store("public").init();
  Proxy proxy;
  PostgresStore store{{.connection_string = proxy.url()}};
  (void)store.with_connection([](PGconn*) { return 0; });
  const auto cost = [&] {
    const auto before = proxy.round_trips();
    (void)store.get_thread("none");
    return proxy.round_trips() - before;
  };
  CHECK(cost() == 2);
  CHECK(cost() == 1);
}

}  // namespace botstore::postgres
