#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

void save_returns_what_the_caller_cannot_know(Context& context) {
  const auto receipt = context.store.save_thread(thread("t1"));
  expect_equal(receipt.id, "t1", "id");
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
  expect_equal(receipt.created_at, context.clock.now(), "created_at");
  expect_equal(receipt.updated_at, context.clock.now(), "updated_at");
  expect(receipt.revision != no_revision, "a stored row bears a revision");

  expect_same(stored_thread(context.store, "t1"), {.id = "t1",
                                                   .resource_id = alice,
                                                   .title = "A table for two",
                                                   .metadata = Json::object({}),
                                                   .created_at = receipt.created_at,
                                                   .updated_at = receipt.updated_at,
                                                   .revision = receipt.revision});
}

void save_keeps_given_times(Context& context) {
  const auto created = at(1h + 123'457us);
  const auto updated = at(2h + 999'999us);
  const auto receipt = context.store.save_thread({.id = "1740000000123",
                                                  .resource_id = "391234567890",
                                                  .title = "42",
                                                  .created_at = created,
                                                  .updated_at = updated});
  expect_equal(receipt.created_at, created, "created_at");
  expect_equal(receipt.updated_at, updated, "updated_at");

  const auto stored = stored_thread(context.store, "1740000000123");
  expect_equal(stored.id, "1740000000123", "id");
  expect_equal(stored.resource_id, "391234567890", "resource_id");
  expect_equal(stored.title, "42", "title");
  expect_equal(stored.created_at, created, "created_at");
  expect_equal(stored.updated_at, updated, "updated_at");
}

void save_without_id_makes_one(Context& context) {
  const auto first = context.store.save_thread({.resource_id = alice}).id;
  const auto second = context.store.save_thread({.resource_id = alice}).id;
  expect_equal(first.size(), 36, "the length of an id that the store made");
  expect(first != second, "each thread gets an id of its own");
  expect_equal(stored_thread(context.store, first).id, first, "id");
}

void save_keeps_nested_metadata(Context& context) {
  std::vector<Json> steps;
  for (int i = 0; i < 10; ++i)
    steps.push_back(Json::object({{"step", Json::number(std::int64_t{i})},
                                  {"slots", R"({"seats": [2, 4], "day": null, "ok": true})"_json},
                                  {"said", Json::string("“" + std::to_string(i) + "”")}}));
  auto saved = thread("t1");
  saved.metadata = Json::object({{"flow", Json::array(steps)}});
  context.store.save_thread(saved);
  expect_equal(stored_thread(context.store, "t1").metadata, saved.metadata, "metadata");
}

void save_keeps_any_title(Context& context) {
  for (const auto* title : {R"(It's "Élan" 🍝 \ or %s; -- not?)", "", "two\nlines\t"}) {
    auto saved = thread("t1");
    saved.title = title;
    context.store.save_thread(saved);
    expect_equal(stored_thread(context.store, "t1").title, title, "title");
  }
}

void save_replaces_title_and_metadata(Context& context) {
  auto saved = thread("t1");
  saved.metadata = R"({"category": "sales", "lang": "it"})"_json;
  const auto first = context.store.save_thread(saved);
  save_minutes(context.store, "t1", 1, 2);
  const auto before = stored_thread(context.store, "t1");

  context.clock.advance(1s);
  saved.title = "A table for four";
  saved.metadata = R"({"category": "support"})"_json;
  saved.created_at = at(0s);
  const auto second = context.store.save_thread(saved);
  expect_equal(second.outcome, Outcome::replaced, "outcome");
  expect_equal(second.created_at, first.created_at, "created_at");
  expect(second.revision != first.revision, "the revision is a new one");

  auto expected = before;
  expected.title = saved.title;
  expected.metadata = saved.metadata;
  expected.updated_at = second.updated_at;
  expected.revision = second.revision;
  expect_same(stored_thread(context.store, "t1"), expected);
  expect_equal(ids(all_messages(context.store, "t1")), numbered("m", 1, 2), "messages");
}

void save_over_a_thread_keeps_its_values(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  context.store.set_metadata({"t1", {}}, "state", R"({"step": 3})"_json);
  context.store.set_metadata({"t1", "m1"}, "delivery", R"("read")"_json);
  context.store.save_thread(thread("t1"));
  expect(context.store.get_metadata({"t1", {}}, "state").has_value(), "the thread's value stays");
  expect(context.store.get_metadata({"t1", "m1"}, "delivery").has_value(),
         "the message's value stays");
}

void save_refuses_another_owner(Context& context) {
  context.store.save_thread(thread("t1", alice));
  const auto before = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  auto theirs = thread("t1", bob);
  theirs.title = "Mine now";
  expect_error(ErrorCode::conflict, [&] { context.store.save_thread(theirs); });
  expect_same(stored_thread(context.store, "t1"), before);
}

void save_without_archive_mark_keeps_the_stored_one(Context& context) {
  auto saved = thread("t1");
  saved.archived_at = at(1h);
  context.store.save_thread(saved);
  expect_equal(stored_thread(context.store, "t1").archived_at, at(1h), "archived_at");
  context.store.save_thread(thread("t1"));
  expect_equal(stored_thread(context.store, "t1").archived_at, at(1h), "archived_at");
  saved.archived_at = at(2h);
  context.store.save_thread(saved);
  expect_equal(stored_thread(context.store, "t1").archived_at, at(2h), "archived_at");
}

void get_of_a_missing_thread_is_absent(Context& context) {
  expect(!context.store.get_thread("t1"), "nothing is stored");
  context.store.save_thread(thread("t1"));
  expect(!context.store.get_thread("T1"), "ids are compared byte by byte");
  expect(!context.store.get_thread("t1 "), "ids are compared byte by byte");
}

void get_answers_only_the_stated_owner(Context& context) {
  context.store.save_thread(thread("t1", alice));
  expect(context.store.get_thread("t1").has_value(), "without a resource the thread is found");
  expect(context.store.get_thread("t1", {.resource_id = alice}).has_value(), "its owner finds it");
  expect(!context.store.get_thread("t1", {.resource_id = bob}), "nobody else does");
}

void get_refuses_an_empty_owner(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const auto* scope : {"", "   "})
    expect_error(ErrorCode::invalid_argument,
                 [&] { return context.store.get_thread("t1", {.resource_id = scope}); });
}

}  // namespace

std::vector<Check> thread_save_checks() {
  return {
      {"threads/save_returns_what_the_caller_cannot_know",
       "A save returns id, outcome, times and revision, and the stored thread is what was saved.",
       save_returns_what_the_caller_cannot_know,
       {1}},
      {"threads/save_keeps_given_times",
       "Times given are stored to the microsecond, and ids that look like numbers stay texts.",
       save_keeps_given_times,
       {2}},
      {"threads/save_without_id_makes_one", "A thread without an id gets a new one.",
       save_without_id_makes_one},
      {"threads/save_keeps_nested_metadata",
       "Nested metadata comes back with its meaning.",
       save_keeps_nested_metadata,
       {17}},
      {"threads/save_keeps_any_title",
       "Quotes, emoji, line ends and emptiness survive in a title.",
       save_keeps_any_title,
       {18}},
      {"threads/save_replaces_title_and_metadata",
       "A save over a thread replaces title and metadata and keeps created_at, messages, sequence.",
       save_replaces_title_and_metadata},
      {"threads/save_over_a_thread_keeps_its_values",
       "A save over a thread leaves the values under keys of the thread and of its messages.",
       save_over_a_thread_keeps_its_values},
      {"threads/save_refuses_another_owner",
       "A save with another resource is a conflict and changes nothing.",
       save_refuses_another_owner},
      {"threads/save_without_archive_mark_keeps_the_stored_one",
       "A save without archived_at leaves a stored mark.",
       save_without_archive_mark_keeps_the_stored_one},
  };
}

std::vector<Check> thread_get_checks() {
  return {
      {"threads/get_of_a_missing_thread_is_absent",
       "A get of an unknown id returns nothing.",
       get_of_a_missing_thread_is_absent,
       {3}},
      {"threads/get_answers_only_the_stated_owner",
       "With a resource stated, the thread of another one is not found.",
       get_answers_only_the_stated_owner,
       {4, 5, 7}},
      {"threads/get_refuses_an_empty_owner",
       "An empty resource is no scope and no wildcard, but an error.",
       get_refuses_an_empty_owner,
       {6}},
  };
}

}  // namespace botstore::testing
