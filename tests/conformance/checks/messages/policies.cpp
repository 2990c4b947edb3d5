#include <atomic>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

/// A thread with m1 to m3, and everything of it.
struct Stored {
  explicit Stored(Context& context) : store{context.store} {
    store.save_thread(thread("t1"));
    save_minutes(store, "t1", 1, 3);
    owner = stored_thread(store, "t1");
    messages = all_messages(store, "t1");
    context.clock.advance(1s);
  }

  void expect_untouched(Place place = Place::here()) const {
    expect_same(stored_thread(store, "t1"), owner, place);
    expect_same(all_messages(store, "t1"), messages, place);
  }

  Storage& store;
  Thread owner;
  std::vector<Message> messages;
};

void replace_keeps_the_place(Context& context) {
  const Stored stored{context};
  const auto& old = stored.messages[1];
  const auto receipt = context.store.save_message({.thread_id = "t1",
                                                   .id = "m2",
                                                   .resource_id = bob,
                                                   .role = "assistant",
                                                   .type = "image",
                                                   .content = R"({"url": "x"})"_json,
                                                   .metadata = R"({"edited": true})"_json,
                                                   .created_at = at(9h)});
  expect_equal(receipt.outcome, Outcome::replaced, "outcome");
  expect_equal(receipt.created_at, old.created_at, "created_at in the receipt");
  expect_equal(receipt.sequence, old.sequence, "sequence in the receipt");
  expect(receipt.revision != old.revision, "the revision is a new one");

  auto expected = stored.messages;
  expected[1].resource_id = bob;
  expected[1].role = "assistant";
  expected[1].type = "image";
  expected[1].content = R"({"url": "x"})"_json;
  expected[1].metadata = R"({"edited": true})"_json;
  expected[1].revision = receipt.revision;
  expect_same(all_messages(context.store, "t1"), expected);
  const auto owner = stored_thread(context.store, "t1");
  expect_equal(owner.updated_at, context.clock.now(), "updated_at of the thread");
  expect_equal(owner.last_message_at, at(3min), "last_message_at of the thread");
}

void keep_says_duplicate_and_changes_nothing(Context& context) {
  const Stored stored{context};
  const auto receipt = context.store.save_message(message_at("t1", "m2", at(9h), "again"),
                                                  {.if_exists = SavePolicy::keep});
  const auto& old = stored.messages[1];
  expect_equal(receipt.key, old.key(), "key");
  expect_equal(receipt.outcome, Outcome::duplicate, "outcome");
  expect_equal(receipt.created_at, old.created_at, "created_at");
  expect_equal(receipt.sequence, old.sequence, "sequence");
  expect_equal(receipt.revision, old.revision, "revision");
  stored.expect_untouched();
}

void keep_saves_what_is_new_in_a_batch(Context& context) {
  const Stored stored{context};
  const auto receipts = context.store.save_messages(
      {message("t1", "m1", "again"), message("t1", "m4"), message("t1", "m3", "again")},
      {.if_exists = SavePolicy::keep});
  expect_equal(receipts[0].outcome, Outcome::duplicate, "m1");
  expect_equal(receipts[1].outcome, Outcome::inserted, "m4");
  expect_equal(receipts[2].outcome, Outcome::duplicate, "m3");
  auto all = all_messages(context.store, "t1");
  expect_equal(all.back().id, "m4", "the new message");
  all.pop_back();
  expect_same(all, stored.messages);
  expect_equal(stored_thread(context.store, "t1").updated_at, context.clock.now(), "updated_at");
}

void duplicates_move_only_the_threads_that_changed(Context& context) {
  const Stored stored{context};
  context.store.save_thread(thread("t2"));
  context.clock.advance(1s);
  context.store.save_messages({message("t1", "m1"), message("t2", "m1"), message("t1", "m2")},
                              {.if_exists = SavePolicy::keep});
  stored.expect_untouched();
  expect_equal(stored_thread(context.store, "t2").updated_at, context.clock.now(), "updated_at");
}

void fail_refuses_the_whole_batch(Context& context) {
  const Stored stored{context};
  context.store.save_thread(thread("t2"));
  const auto other = stored_thread(context.store, "t2");
  context.clock.advance(1s);
  expect_error(ErrorCode::already_exists, [&] {
    context.store.save_messages({message("t2", "m1"), message("t1", "m4"), message("t1", "m2")},
                                {.if_exists = SavePolicy::fail});
  });
  stored.expect_untouched();
  expect_same(stored_thread(context.store, "t2"), other);
  expect(all_messages(context.store, "t2").empty(), "nothing of the batch is stored");
}

void fail_saves_what_is_new(Context& context) {
  const Stored stored{context};
  const auto receipt =
      context.store.save_message(message("t1", "m4"), {.if_exists = SavePolicy::fail});
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
}

void replace_updates_in_place(Context& context) {
  const Stored stored{context};
  context.store.save_message(message("t1", "m1", "anew"));
  const auto all = all_messages(context.store, "t1");
  expect_equal(ids(all), numbered("m", 1, 3), "messages");
  expect_equal(all[0].content, content("anew"), "content");
}

void replace_keeps_the_values(Context& context) {
  const Stored stored{context};
  context.store.set_metadata({"t1", "m1"}, "delivery", R"("read")"_json);
  context.store.save_message(message("t1", "m1", "anew"));
  expect(context.store.get_metadata({"t1", "m1"}, "delivery").has_value(), "the value stays");
}

void append_if_nobody_else_has(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto first = context.store.save_message(message("t1", "m1"), {.expected_last_sequence = 0});
  const auto second = context.store.save_messages({message("t1", "m2"), message("t1", "m3")},
                                                  {.expected_last_sequence = first.sequence});
  const auto before = stored_thread(context.store, "t1");
  expect_equal(before.last_sequence, second.back().sequence, "last_sequence");

  context.clock.advance(1s);
  const auto error = expect_error(ErrorCode::conflict, [&] {
    context.store.save_message(message("t1", "m4"), {.expected_last_sequence = first.sequence});
  });
  expect_equal(error.details().current_sequence, before.last_sequence, "the current sequence");
  expect_same(stored_thread(context.store, "t1"), before);
  expect_equal(ids(all_messages(context.store, "t1")), numbered("m", 1, 3), "messages");
}

void one_of_many_appends_at_once_wins(Context& context) {
  context.store.save_thread(thread("t1"));
  std::atomic<int> refused = 0;
  in_parallel(8, [&](int i) {
    try {
      context.store.save_message(message("t1", "m" + std::to_string(i)),
                                 {.expected_last_sequence = 0});
    } catch (const Error& error) {
      expect_equal(error.code(), ErrorCode::conflict, "the error");
      ++refused;
    }
  });
  expect_equal(refused.load(), 7, "refused appends");
  expect_equal(all_messages(context.store, "t1").size(), 1, "messages");
}

void expected_sequence_counts_whatever_the_batch_holds(Context& context) {
  const Stored stored{context};
  const auto stale = stored.owner.last_sequence - 1;
  for (const auto policy : {SavePolicy::keep, SavePolicy::replace, SavePolicy::fail})
    expect_error(ErrorCode::conflict, [&] {
      context.store.save_message(message("t1", policy == SavePolicy::fail ? "new" : "m1"),
                                 {.if_exists = policy, .expected_last_sequence = stale});
    });
  stored.expect_untouched();
  const auto receipt = context.store.save_message(
      message("t1", "m1"),
      {.if_exists = SavePolicy::keep, .expected_last_sequence = stored.owner.last_sequence});
  expect_equal(receipt.outcome, Outcome::duplicate, "outcome");
}

void expected_sequence_is_for_one_thread(Context& context) {
  for (const auto* id : {"t1", "t2"}) context.store.save_thread(thread(id));
  expect_error(ErrorCode::invalid_argument, [&] {
    context.store.save_messages({message("t1", "m1"), message("t2", "m1")},
                                {.expected_last_sequence = 0});
  });
  expect(all_messages(context.store, "t1").empty(), "nothing is stored");
  expect_error(ErrorCode::not_found, [&] {
    context.store.save_message(message("t9", "m1"), {.expected_last_sequence = 0});
  });
}

}  // namespace

std::vector<Check> message_policy_checks() {
  return {
      {"messages/replace_keeps_the_place",
       "A save over a message replaces all but created_at, sequence and place.",
       replace_keeps_the_place},
      {"messages/replace_updates_in_place",
       "A save over a message leaves one row with new content.",
       replace_updates_in_place,
       {100}},
      {"messages/replace_keeps_the_values",
       "A save over a message leaves the values under its keys.", replace_keeps_the_values},
      {"messages/keep_says_duplicate_and_changes_nothing",
       "Under keep, an existing message stays, its thread too, and the receipt says duplicate.",
       keep_says_duplicate_and_changes_nothing},
      {"messages/keep_saves_what_is_new_in_a_batch",
       "Under keep, the new messages of a batch are saved and the others stay.",
       keep_saves_what_is_new_in_a_batch},
      {"messages/duplicates_move_only_the_threads_that_changed",
       "A thread that got only duplicates does not move; another one of the batch does.",
       duplicates_move_only_the_threads_that_changed},
      {"messages/fail_refuses_the_whole_batch",
       "Under fail, one existing message is AlreadyExists and nothing of the batch is stored.",
       fail_refuses_the_whole_batch},
      {"messages/fail_saves_what_is_new", "Under fail, a new message is saved.",
       fail_saves_what_is_new},
      {"messages/append_if_nobody_else_has",
       "An append with another expected sequence is a conflict that tells the stored one.",
       append_if_nobody_else_has},
      {"messages/one_of_many_appends_at_once_wins",
       "Of appends at once that expect the same sequence, exactly one is done.",
       one_of_many_appends_at_once_wins},
      {"messages/expected_sequence_counts_whatever_the_batch_holds",
       "The expected sequence is checked for batches of existing messages too.",
       expected_sequence_counts_whatever_the_batch_holds},
      {"messages/expected_sequence_is_for_one_thread",
       "An expected sequence with several threads is refused, with an unknown one NotFound.",
       expected_sequence_is_for_one_thread},
  };
}

}  // namespace botstore::testing
