#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// m1 to m3 in alice's `t1`, and one message in bob's `t2`, an hour later.
void save_two_threads(Context& context) {
  context.store.save_thread(thread("t1", alice));
  context.store.save_thread(thread("t2", bob));
  save_minutes(context.store, "t1", 1, 3);
  context.store.save_message(message_at("t2", "n1", at(1h)));
  context.clock.advance(1s);
}

MessageReceipt move(Context& context, const char* id, const char* from, const char* to) {
  return context.store.update_messages({{.key = {from, id}, .move_to_thread = to}}).at(0);
}

void a_moved_message_is_in_the_target_only(Context& context) {
  save_two_threads(context);
  const auto old = stored_message(context.store, "t1", "m2");
  const auto last = stored_thread(context.store, "t2").last_sequence;
  const auto receipt = move(context, "m2", "t1", "t2");
  expect_equal(receipt.key, MessageKey{"t2", "m2"}, "key in the receipt");
  expect_equal(receipt.outcome, Outcome::replaced, "outcome");
  expect_equal(receipt.created_at, old.created_at, "created_at in the receipt");
  expect(receipt.sequence > last, "its sequence is a new one of the target");
  expect(receipt.revision != old.revision, "its revision is a new one");

  auto expected = old;
  expected.thread_id = "t2";
  expected.resource_id = bob;
  expected.sequence = receipt.sequence;
  expected.revision = receipt.revision;
  expect_same(stored_message(context.store, "t2", "m2"), expected);
  expect(!context.store.get_message({"t1", "m2"}), "it is gone from its old thread");
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"m1", "m3"}, "the old thread");
  expect_equal(ids(all_messages(context.store, "t2")), Ids{"m2", "n1"}, "the target");
  expect_equal(stored_thread(context.store, "t2").last_sequence, receipt.sequence,
               "last_sequence of the target");
}

void a_move_moves_both_threads_to_now(Context& context) {
  save_two_threads(context);
  move(context, "m2", "t1", "t2");
  for (const auto* id : {"t1", "t2"})
    expect_equal(stored_thread(context.store, id).updated_at, context.clock.now(), id);
}

void last_message_at_follows_a_move(Context& context) {
  save_two_threads(context);
  const auto of = [&](const char* id) { return stored_thread(context.store, id).last_message_at; };
  move(context, "m3", "t1", "t2");
  expect_equal(of("t1"), at(2min), "of the thread that lost its last message");
  expect_equal(of("t2"), at(1h), "of a target with later messages");
  move(context, "n1", "t2", "t1");
  expect_equal(of("t1"), at(1h), "of a target with earlier messages");
  expect_equal(of("t2"), at(3min), "of the thread that lost its last message");
  move(context, "m3", "t2", "t1");
  expect_equal(of("t2"), std::nullopt, "of a thread without messages");
}

void a_message_of_another_resource_keeps_it(Context& context) {
  save_two_threads(context);
  auto foreign = message("t1", "note");
  foreign.resource_id = "carol";
  context.store.save_message(foreign);
  move(context, "note", "t1", "t2");
  expect_equal(stored_message(context.store, "t2", "note").resource_id, "carol", "resource_id");
}

void metadata_values_go_along(Context& context) {
  save_two_threads(context);
  context.store.set_metadata({"t1", "m2"}, "delivery", R"("read")"_json);
  move(context, "m2", "t1", "t2");
  const auto values = context.store.list_metadata({"t2", "m2"}).items;
  expect_equal(values.size(), 1, "values");
  expect_equal(values[0].value, R"("read")"_json, "value");
  context.store.save_message(message("t1", "m2"));
  expect(context.store.list_metadata({"t1", "m2"}).items.empty(), "the old place has none");
}

void a_move_can_change_fields_too(Context& context) {
  save_two_threads(context);
  const auto receipt = context.store
                           .update_messages({{.key = {"t1", "m2"},
                                              .role = "assistant",
                                              .move_to_thread = "t2",
                                              .merge_content = R"({"metadata": {"a": 1}})"_json,
                                              .merge_metadata = R"({"moved": true})"_json}})
                           .at(0);
  expect_equal(receipt.outcome, Outcome::replaced, "outcome");
  const auto moved = stored_message(context.store, "t2", "m2");
  expect_equal(moved.role, "assistant", "role");
  expect_equal(moved.content, R"({"text": "message 2", "metadata": {"a": 1}})"_json, "content");
  expect_equal(moved.metadata, R"({"moved": true})"_json, "metadata");
}

void a_move_to_a_missing_thread_is_not_found(Context& context) {
  save_two_threads(context);
  const auto before = all_messages(context.store, "t1");
  const auto owner = stored_thread(context.store, "t1");
  expect_error(ErrorCode::not_found, [&] { move(context, "m2", "t1", "t9"); });
  expect_same(all_messages(context.store, "t1"), before);
  expect_same(stored_thread(context.store, "t1"), owner);
}

void a_move_onto_a_message_is_refused(Context& context) {
  save_two_threads(context);
  context.store.save_message(message("t2", "m2", "theirs"));
  const auto mine = all_messages(context.store, "t1");
  const auto theirs = all_messages(context.store, "t2");
  expect_error(ErrorCode::already_exists, [&] { move(context, "m2", "t1", "t2"); });
  expect_same(all_messages(context.store, "t1"), mine);
  expect_same(all_messages(context.store, "t2"), theirs);
}

void a_move_of_an_unknown_message_is_reported(Context& context) {
  save_two_threads(context);
  const auto owner = stored_thread(context.store, "t2");
  const auto receipt = move(context, "unknown", "t1", "t2");
  expect_equal(receipt.outcome, Outcome::not_found, "outcome");
  expect_equal(receipt.key, MessageKey{"t1", "unknown"}, "key");
  expect_same(stored_thread(context.store, "t2"), owner);
}

void moves_of_one_batch_keep_its_order(Context& context) {
  save_two_threads(context);
  context.store.save_messages({message_at("t1", "b", at(2h)), message_at("t1", "a", at(2h)),
                               message_at("t2", "c", at(2h))});
  const auto receipts =
      context.store.update_messages({{.key = {"t1", "a"}, .move_to_thread = "t2"},
                                     {.key = {"t1", "b"}, .move_to_thread = "t2"},
                                     {.key = {"t2", "n1"}, .move_to_thread = "t1"}});
  expect(receipts[1].sequence > receipts[0].sequence, "sequences follow the batch's order");
  expect_equal(ids(all_messages(context.store, "t2")), Ids{"c", "a", "b"}, "t2");
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"m1", "m2", "m3", "n1"}, "t1");
}

}  // namespace

std::vector<Check> message_move_checks() {
  return {
      {"messages/a_moved_message_is_in_the_target_only",
       "A moved message keeps its created_at and gets a sequence and resource of the target.",
       a_moved_message_is_in_the_target_only,
       {98, 122}},
      {"messages/a_move_moves_both_threads_to_now",
       "A move sets the updated_at of both threads to now.",
       a_move_moves_both_threads_to_now,
       {122}},
      {"messages/last_message_at_follows_a_move",
       "After a move, both threads know their latest messages.", last_message_at_follows_a_move},
      {"messages/a_message_of_another_resource_keeps_it",
       "A moved message that did not bear its thread's resource keeps its own.",
       a_message_of_another_resource_keeps_it},
      {"messages/metadata_values_go_along", "A moved message takes its metadata values along.",
       metadata_values_go_along},
      {"messages/a_move_can_change_fields_too", "One update can move a message and change it.",
       a_move_can_change_fields_too},
      {"messages/a_move_to_a_missing_thread_is_not_found",
       "A move to an unknown thread is NotFound and changes nothing.",
       a_move_to_a_missing_thread_is_not_found},
      {"messages/a_move_onto_a_message_is_refused",
       "A move to a thread that has a message of that id is AlreadyExists and changes nothing.",
       a_move_onto_a_message_is_refused},
      {"messages/a_move_of_an_unknown_message_is_reported",
       "A move of an unknown message says not_found and touches no thread.",
       a_move_of_an_unknown_message_is_reported},
      {"messages/moves_of_one_batch_keep_its_order",
       "Messages that move together get their sequences in the batch's order.",
       moves_of_one_batch_keep_its_order},
  };
}

}  // namespace botstore::testing
