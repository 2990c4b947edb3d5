#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

void save_with_metadata(Context& context, Json metadata) {
  auto saved = thread("t1");
  saved.metadata = std::move(metadata);
  context.store.save_thread(saved);
}

/// Does the update, and sees that it writes nothing.
void expect_unchanged(Context& context, const ThreadUpdate& update, Place place = Place::here()) {
  const auto before = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  expect_same(context.store.update_thread("t1", update), before, place);
  expect_same(stored_thread(context.store, "t1"), before, place);
}

void update_sets_title_and_merges_metadata(Context& context) {
  save_with_metadata(context, R"({"category": "sales", "lang": "it"})"_json);
  auto expected = stored_thread(context.store, "t1");
  context.clock.advance(10ms);
  const auto updated = context.store.update_thread(
      "t1", {.title = "A table for six", .merge_metadata = R"({"category": "support"})"_json});
  expect(updated.updated_at > expected.updated_at, "updated_at moves forward");
  expect(updated.revision != expected.revision, "the revision is a new one");
  expected.title = "A table for six";
  expected.metadata = R"({"category": "support", "lang": "it"})"_json;
  expected.updated_at = context.clock.now();
  expected.revision = updated.revision;
  expect_same(updated, expected);
  expect_same(stored_thread(context.store, "t1"), updated);
}

void get_and_list_agree_after_an_update(Context& context) {
  context.store.save_thread(thread("t1"));
  context.clock.advance(10ms);
  const auto updated = context.store.update_thread("t1", {.title = "Later"});
  expect_same(stored_thread(context.store, "t1"), updated);
  expect_same(context.store.list_threads({.resource_id = alice}).items, {updated});
}

void update_touches_only_what_it_names(Context& context) {
  save_with_metadata(context, R"({"a": 1})"_json);
  auto expected = context.store.update_thread("t1", {.archived_at = at(1h)});
  expect_equal(expected.archived_at, at(1h), "archived_at");

  auto updated = context.store.update_thread("t1", {.title = ""});
  expected.title = "";
  expected.updated_at = updated.updated_at;
  expected.revision = updated.revision;
  expect_same(updated, expected);

  updated = context.store.update_thread("t1", {.merge_metadata = R"({"b": 2})"_json});
  expected.metadata = R"({"a": 1, "b": 2})"_json;
  expected.updated_at = updated.updated_at;
  expected.revision = updated.revision;
  expect_same(updated, expected);

  updated = context.store.update_thread("t1", {.archived_at = cleared});
  expected.archived_at.reset();
  expected.updated_at = updated.updated_at;
  expected.revision = updated.revision;
  expect_same(updated, expected);
}

void merge_is_at_the_top_level(Context& context) {
  save_with_metadata(context, R"({"slots": {"seats": 2, "day": "Fri"}, "lang": "it"})"_json);
  const auto updated = context.store.update_thread(
      "t1", {.merge_metadata = R"({"slots": {"seats": 4}, "lang": null})"_json});
  expect_equal(updated.metadata, R"({"slots": {"seats": 4}, "lang": null})"_json, "metadata");
}

void update_removes_keys_before_it_merges(Context& context) {
  save_with_metadata(context, R"({"a": 1, "b": 2, "c": 3})"_json);
  const auto updated = context.store.update_thread(
      "t1", {.remove_metadata_keys = {"a", "b", "z"}, .merge_metadata = R"({"b": 5})"_json});
  expect_equal(updated.metadata, R"({"b": 5, "c": 3})"_json, "metadata");
}

void update_that_changes_nothing_writes_nothing(Context& context) {
  save_with_metadata(context, R"({"a": 1, "b": null})"_json);
  context.store.update_thread("t1", {.archived_at = at(1h)});
  expect_unchanged(context, {});
  expect_unchanged(context, {.title = "A table for two"});
  expect_unchanged(context, {.merge_metadata = R"({"b": null, "a": 1.0})"_json});
  expect_unchanged(context, {.merge_metadata = Json::object({})});
  expect_unchanged(context, {.remove_metadata_keys = {"z"}});
  expect_unchanged(context, {.remove_metadata_keys = {"a"}, .merge_metadata = R"({"a": 1})"_json});
  expect_unchanged(context, {.archived_at = at(1h)});
}

void update_of_a_missing_thread_is_not_found(Context& context) {
  expect_error(ErrorCode::not_found, [&] { context.store.update_thread("t1", {.title = "New"}); });
  expect_error(ErrorCode::not_found, [&] { context.store.update_thread("t1", {}); });
  expect(!context.store.get_thread("t1"), "an update creates no thread");
}

void update_checks_the_expected_revision(Context& context) {
  const auto first = context.store.save_thread(thread("t1")).revision;
  const auto second =
      context.store.update_thread("t1", {.title = "Two", .expected_revision = first}).revision;
  const auto before = stored_thread(context.store, "t1");
  const auto error = expect_error(ErrorCode::conflict, [&] {
    context.store.update_thread("t1", {.title = "Three", .expected_revision = first});
  });
  expect_equal(error.details().current_revision, second, "the error's current revision");
  expect(!error.retryable(), "the same call would fail again");
  expect_same(stored_thread(context.store, "t1"), before);
}

void revision_is_the_threads_own(Context& context) {
  const auto first = context.store.save_thread(thread("t1")).revision;
  context.store.save_message(message("t1", "m1"));
  context.store.delete_messages({{"t1", "m1"}});
  expect_equal(stored_thread(context.store, "t1").revision, first, "the revision after messages");
  const auto archived =
      context.store.update_thread("t1", {.archived_at = at(1h), .expected_revision = first});
  expect(archived.revision != first, "an archive mark changes the revision");
  const auto given = context.store.reassign_thread("t1", bob);
  expect(given.revision != archived.revision, "a new owner changes the revision");
}

void five_updates_at_once_all_succeed(Context& context) {
  context.store.save_thread(thread("t1"));
  in_parallel(5, [&](int i) {
    context.store.update_thread("t1", {.title = "Title " + std::to_string(i)});
  });
  expect(stored_thread(context.store, "t1").title.starts_with("Title "), "one of them came last");
}

void fifty_merges_at_once_lose_nothing(Context& context) {
  context.store.save_thread(thread("t1"));
  in_parallel(50, [&](int i) {
    const auto key = "key" + std::to_string(i);
    context.store.update_thread(
        "t1", {.merge_metadata = Json::object({{key, Json::number(std::int64_t{i})}})});
  });
  const auto metadata = stored_thread(context.store, "t1").metadata;
  expect_equal(metadata.members().size(), 50, "the number of keys");
  for (int i = 0; i < 50; ++i)
    expect_equal(metadata.find({"key" + std::to_string(i)}), Json::number(std::int64_t{i}), "key");
}

}  // namespace

std::vector<Check> thread_update_checks() {
  return {
      {"threads/update_sets_title_and_merges_metadata",
       "An update replaces the title, merges metadata, moves updated_at and returns the thread.",
       update_sets_title_and_merges_metadata,
       {9}},
      {"threads/get_and_list_agree_after_an_update",
       "After an update, get, list and the update's own answer are the same thread.",
       get_and_list_agree_after_an_update,
       {10, 47}},
      {"threads/update_touches_only_what_it_names",
       "Title, metadata and archive mark change one by one; an empty title is a title.",
       update_touches_only_what_it_names},
      {"threads/merge_is_at_the_top_level",
       "A merge replaces whole values of the top level, and null is a value.",
       merge_is_at_the_top_level},
      {"threads/update_removes_keys_before_it_merges",
       "Keys are removed first, then the object is merged; absent keys are no error.",
       update_removes_keys_before_it_merges},
      {"threads/update_that_changes_nothing_writes_nothing",
       "An update that asks for what is there leaves updated_at and revision.",
       update_that_changes_nothing_writes_nothing},
      {"threads/update_of_a_missing_thread_is_not_found",
       "An update of an unknown thread is NotFound and creates none.",
       update_of_a_missing_thread_is_not_found},
      {"threads/update_checks_the_expected_revision",
       "A stale expected revision is a conflict that tells the stored one and changes nothing.",
       update_checks_the_expected_revision},
      {"threads/revision_is_the_threads_own",
       "A thread's revision changes with its own fields and not with its messages.",
       revision_is_the_threads_own},
      {"threads/five_updates_at_once_all_succeed",
       "Updates of one thread at once all succeed.",
       five_updates_at_once_all_succeed,
       {19}},
      {"threads/fifty_merges_at_once_lose_nothing",
       "Fifty merges of different keys at once keep all fifty.", fifty_merges_at_once_lose_nothing},
  };
}

}  // namespace botstore::testing
