#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

void save_thread_of(Context& context, const char* id, int messages) {
  context.store.save_thread(thread(id));
  save_minutes(context.store, id, 1, messages);
  context.clock.advance(1s);
}

void delete_leaves_the_others(Context& context) {
  save_thread_of(context, "t1", 5);
  const auto before = all_messages(context.store, "t1");
  expect_equal(context.store.delete_messages(keys("t1", {"m4", "m1", "m3"})), 3, "deleted");
  expect_same(all_messages(context.store, "t1"), {before[1], before[4]});
}

void delete_counts_what_there_was(Context& context) {
  save_thread_of(context, "t1", 5);
  expect_equal(
      context.store.delete_messages({{"t1", "m1"}, {"t1", "x"}, {"t9", "m2"}, {"t1", "m1"}}), 1,
      "deleted");
  expect_equal(ids(all_messages(context.store, "t1")), numbered("m", 2, 5), "messages");
  expect_equal(context.store.delete_messages({{"t1", "m1"}}), 0, "deleted again");
}

void delete_of_nothing_changes_nothing(Context& context) {
  save_thread_of(context, "t1", 2);
  const auto before = stored_thread(context.store, "t1");
  expect_equal(context.store.delete_messages({}), 0, "no keys");
  expect_equal(context.store.delete_messages({{"t1", "unknown"}, {"t9", "m1"}}), 0, "unknown keys");
  expect_same(stored_thread(context.store, "t1"), before);
  expect_equal(all_messages(context.store, "t1").size(), 2, "messages");
}

void delete_moves_its_threads_to_now(Context& context) {
  save_thread_of(context, "t1", 3);
  save_thread_of(context, "t2", 3);
  save_thread_of(context, "t3", 3);
  const auto third = stored_thread(context.store, "t3");
  context.store.delete_messages({{"t1", "m1"}, {"t2", "m2"}, {"t1", "m2"}, {"t3", "unknown"}});
  for (const auto* id : {"t1", "t2"})
    expect_equal(stored_thread(context.store, id).updated_at, context.clock.now(), id);
  expect_same(stored_thread(context.store, "t3"), third);
}

void delete_from_several_threads(Context& context) {
  save_thread_of(context, "t1", 2);
  save_thread_of(context, "t2", 2);
  expect_equal(context.store.delete_messages({{"t1", "m1"}, {"t2", "m2"}}), 2, "deleted");
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"m2"}, "t1");
  expect_equal(ids(all_messages(context.store, "t2")), Ids{"m1"}, "t2");
}

void delete_of_many(Context& context) {
  save_thread_of(context, "t1", 100);
  std::vector<MessageKey> odd;
  Ids even;
  for (int i = 1; i <= 100; ++i) {
    const auto id = "m" + std::to_string(i);
    if (i % 2 == 1)
      odd.push_back({"t1", id});
    else
      even.push_back(id);
  }
  expect_equal(context.store.delete_messages(odd), 50, "deleted");
  const auto page =
      context.store.list_messages({.thread_ids = "t1", .page = {.limit = 100, .with_total = true}});
  expect_equal(ids(page.items), even);
  expect_equal(page.total, 50, "total");
}

void delete_any_number(Context& context) {
  constexpr int count = 10'000;
  save_thread_of(context, "t1", count);
  auto doomed = keys("t1", numbered("m", 2, count));
  for (int i = 0; i < count; ++i) doomed.push_back({"t1", "unknown " + std::to_string(i)});
  expect_equal(context.store.delete_messages(doomed), count - 1, "deleted");
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"m1"}, "messages");
}

void last_message_at_is_that_of_the_rest(Context& context) {
  save_thread_of(context, "t1", 4);
  const auto last = [&] { return stored_thread(context.store, "t1").last_message_at; };
  context.store.delete_messages({{"t1", "m2"}});
  expect_equal(last(), at(4min), "after one in the middle");
  context.store.delete_messages({{"t1", "m4"}});
  expect_equal(last(), at(3min), "after the last one");
  context.store.delete_messages({{"t1", "m1"}, {"t1", "m3"}});
  expect_equal(last(), std::nullopt, "after all of them");
}

void a_deleted_messages_values_are_gone(Context& context) {
  save_thread_of(context, "t1", 2);
  context.store.set_metadata({"t1", "m1"}, "delivery", R"("read")"_json);
  context.store.set_metadata({"t1", "m2"}, "delivery", R"("sent")"_json);
  context.store.set_metadata({"t1", {}}, "state", "1"_json);
  context.store.delete_messages({{"t1", "m1"}});
  expect(!context.store.get_metadata({"t1", "m1"}, "delivery"), "its value is gone");
  expect(context.store.get_metadata({"t1", "m2"}, "delivery").has_value(), "another's stays");
  expect(context.store.get_metadata({"t1", {}}, "state").has_value(), "the thread's stays");
  expect_equal(context.store.save_message(message("t1", "m1")).outcome, Outcome::inserted,
               "outcome of a message of the same id");
  expect(context.store.list_metadata({"t1", "m1"}).items.empty(), "it has no old values");
}

void delete_leaves_the_same_id_elsewhere(Context& context) {
  save_thread_of(context, "t1", 1);
  save_thread_of(context, "t2", 1);
  const auto before = all_messages(context.store, "t2");
  const auto owner = stored_thread(context.store, "t2");
  context.clock.advance(1s);
  context.store.delete_messages({{"t1", "m1"}});
  expect_same(all_messages(context.store, "t2"), before);
  expect_same(stored_thread(context.store, "t2"), owner);
}

}  // namespace

std::vector<Check> message_delete_checks() {
  return {
      {"messages/delete_leaves_the_others",
       "A delete removes the named messages and no others.",
       delete_leaves_the_others,
       {124}},
      {"messages/delete_counts_what_there_was",
       "A delete returns how many messages there were; unknown and repeated keys do not count.",
       delete_counts_what_there_was,
       {130}},
      {"messages/delete_of_nothing_changes_nothing",
       "A delete of no keys, or of unknown ones, is no error and moves no thread.",
       delete_of_nothing_changes_nothing,
       {125, 126}},
      {"messages/delete_moves_its_threads_to_now",
       "A delete sets the updated_at of each thread that lost a message to now.",
       delete_moves_its_threads_to_now,
       {127}},
      {"messages/delete_from_several_threads",
       "One delete can name messages of several threads.",
       delete_from_several_threads,
       {128}},
      {"messages/delete_of_many",
       "After a delete of 50 of 100, exactly the other 50 list.",
       delete_of_many,
       {129}},
      {"messages/delete_any_number", "A delete takes any number of keys.", delete_any_number},
      {"messages/last_message_at_is_that_of_the_rest",
       "After a delete, last_message_at is that of the messages that are left.",
       last_message_at_is_that_of_the_rest},
      {"messages/a_deleted_messages_values_are_gone",
       "A deleted message's metadata values are gone, and no others.",
       a_deleted_messages_values_are_gone},
      {"messages/delete_leaves_the_same_id_elsewhere",
       "A message of the same id in another thread stays, and so does its thread.",
       delete_leaves_the_same_id_elsewhere},
  };
}

}  // namespace botstore::testing
