#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

/// A thread with a dialogue, and a value under `state` on it and on its first message.
void save_full_thread(Storage& store, const std::string& id) {
  store.save_thread(thread(id));
  store.save_messages(restaurant_dialogue(id));
  store.set_metadata({.thread_id = id}, "state", R"({"step": 3})"_json);
  store.set_metadata({.thread_id = id, .message_id = "wamid.1"}, "state", R"("read")"_json);
}

void delete_says_whether_there_was_one(Context& context) {
  context.store.save_thread(thread("t1"));
  expect_equal(context.store.delete_thread("t1"), true, "the first delete");
  expect(!context.store.get_thread("t1"), "the thread is gone");
  expect_equal(context.store.delete_thread("t1"), false, "the second delete");
}

void delete_removes_the_messages(Context& context) {
  save_full_thread(context.store, "t1");
  context.store.delete_thread("t1");
  const auto page = context.store.list_messages(
      {.thread_ids = "t1", .page = {.limit = Limit::all(), .with_total = true}});
  expect_equal(page.items.size(), 0, "messages of the deleted thread");
  expect_equal(page.total, 0, "total");
  expect(!context.store.get_message({"t1", "wamid.1"}), "a get does not find its message");
  expect_equal(context.store.find_messages({"wamid.1", "answer-1"}).size(), 0, "found messages");
  expect_equal(context.store.list_messages({.resource_id = alice}).items.size(), 0,
               "messages of the owner");
}

void delete_removes_all_metadata(Context& context) {
  save_full_thread(context.store, "t1");
  context.store.delete_thread("t1");
  expect(!context.store.get_metadata({"t1", {}}, "state"), "the thread's value is gone");
  expect(!context.store.get_metadata({"t1", "wamid.1"}, "state"), "the message's value is gone");
}

void a_deleted_thread_leaves_nothing_to_its_successor(Context& context) {
  save_full_thread(context.store, "t1");
  context.store.delete_thread("t1");
  const auto receipt = context.store.save_thread(thread("t1", bob));
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");

  const auto anew = stored_thread(context.store, "t1");
  expect_equal(anew.resource_id, bob, "resource_id");
  expect_equal(anew.last_message_at, std::nullopt, "last_message_at");
  expect_equal(ids(all_messages(context.store, "t1")), std::vector<std::string>{}, "messages");
  expect(context.store.list_metadata({"t1", {}}).items.empty(), "there are no old values");

  const auto saved = context.store.save_messages(restaurant_dialogue("t1"));
  expect_equal(saved.front().outcome, Outcome::inserted, "outcome of the message");
  expect(context.store.list_metadata({"t1", "wamid.1"}).items.empty(),
         "the old message's values are not the new one's");
}

void delete_touches_no_other_thread(Context& context) {
  save_full_thread(context.store, "t1");
  save_full_thread(context.store, "t2");
  const auto before = stored_thread(context.store, "t2");
  const auto messages = all_messages(context.store, "t2");
  context.store.delete_thread("t1");
  expect_same(stored_thread(context.store, "t2"), before);
  expect_same(all_messages(context.store, "t2"), messages);
  expect(context.store.get_metadata({"t2", {}}, "state").has_value(), "its value stays");
  expect(context.store.get_metadata({"t2", "wamid.1"}, "state").has_value(),
         "the value of its message stays");
}

void a_save_to_a_deleted_thread_is_not_found(Context& context) {
  save_full_thread(context.store, "t1");
  context.store.delete_thread("t1");
  expect_error(ErrorCode::not_found, [&] { context.store.save_message(message("t1", "m9")); });
  expect(!context.store.get_message({"t1", "m9"}), "there are no orphans");
}

void a_save_that_races_with_a_delete_leaves_no_orphan(Context& context) {
  for (int round = 0; round < 20; ++round) {
    context.store.save_thread(thread("t1"));
    in_parallel(2, [&](int i) {
      if (i == 0) {
        context.store.delete_thread("t1");
        return;
      }
      try {
        context.store.save_message(message("t1", "m1"));
      } catch (const Error& error) {
        expect_equal(error.code(), ErrorCode::not_found, "the save's error");
      }
    });
    expect(!context.store.get_thread("t1"), "the thread is gone");
    expect(context.store.find_messages({"m1"}).empty(), "there is no orphan");
  }
}

}  // namespace

std::vector<Check> thread_delete_checks() {
  return {
      {"threads/delete_says_whether_there_was_one",
       "A delete returns true once; afterwards the thread is not found.",
       delete_says_whether_there_was_one,
       {11}},
      {"threads/delete_removes_the_messages",
       "A deleted thread's messages are gone, and listing them is an empty page.",
       delete_removes_the_messages,
       {12}},
      {"threads/delete_removes_all_metadata",
       "A deleted thread's values and those of its messages are gone.",
       delete_removes_all_metadata},
      {"threads/a_deleted_thread_leaves_nothing_to_its_successor",
       "A thread saved again under a deleted id has no old message and no old value.",
       a_deleted_thread_leaves_nothing_to_its_successor},
      {"threads/delete_touches_no_other_thread",
       "Other threads keep their messages, even those with the same ids, and their values.",
       delete_touches_no_other_thread},
      {"threads/a_save_to_a_deleted_thread_is_not_found",
       "Messages cannot be saved to a thread that was deleted.",
       a_save_to_a_deleted_thread_is_not_found},
      {"threads/a_save_that_races_with_a_delete_leaves_no_orphan",
       "A save that races with a delete lands before it, and is deleted, or gets NotFound.",
       a_save_that_races_with_a_delete_leaves_no_orphan},
  };
}

}  // namespace botstore::testing
