#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// Two different messages under one id.
NewMessage draft(const std::string& thread_id) {
  return message_at(thread_id, "m1", at(1h), "draft");
}

NewMessage final_text(const std::string& thread_id) {
  auto made = message_at(thread_id, "m1", at(2h), "final");
  made.role = "assistant";
  made.type = "markdown";
  made.metadata = R"({"edited": true})"_json;
  made.resource_id = bob;
  return made;
}

/// Saves one batch in `t1` and its messages one by one in `t2`: both threads must come out alike.
std::vector<MessageReceipt> expect_equals_saves_in_turn(Context& context,
                                                        const std::vector<NewMessage>& batch,
                                                        const SaveMessagesOptions& options,
                                                        Place place = Place::here()) {
  const auto together = context.store.save_messages(batch, options);
  std::vector<MessageReceipt> in_turn;
  for (auto one : batch) {
    one.thread_id = "t2";
    in_turn.push_back(context.store.save_message(one, options));
  }
  expect_equal(together.size(), in_turn.size(), "receipts", place);
  for (std::size_t i = 0; i < in_turn.size(); ++i) {
    expect_equal(together[i].key.id, in_turn[i].key.id, "id", place);
    expect_equal(together[i].outcome, in_turn[i].outcome, "outcome", place);
    expect_equal(together[i].created_at, in_turn[i].created_at, "created_at", place);
  }
  auto expected = all_messages(context.store, "t2");
  const auto actual = all_messages(context.store, "t1");
  expect_equal(ids(actual), ids(expected), "messages", place);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    expected[i].thread_id = "t1";
    expected[i].sequence = actual[i].sequence;
    expected[i].revision = actual[i].revision;
    expect_same(actual[i], expected[i], place);
  }
  return together;
}

void make_threads(Storage& store) {
  for (const auto* id : {"t1", "t2"}) store.save_thread(thread(id));
}

void twice_in_a_batch_equals_two_saves(Context& context) {
  make_threads(context.store);
  const auto receipts = expect_equals_saves_in_turn(
      context, {draft("t1"), message_at("t1", "m2", at(90min)), final_text("t1")}, {});
  expect_equal(receipts[0].outcome, Outcome::inserted, "the first");
  expect_equal(receipts[2].outcome, Outcome::replaced, "the second");
  const auto stored = stored_message(context.store, "t1", "m1");
  expect_equal(stored.content, content("final"), "content");
  expect_equal(stored.created_at, at(1h), "created_at");
  expect_equal(receipts[0].revision, stored.revision, "the first receipt's revision");
  expect_equal(receipts[2].revision, stored.revision, "the second receipt's revision");
  expect_equal(receipts[0].sequence, stored.sequence, "the first receipt's sequence");
  expect_equal(receipts[2].sequence, stored.sequence, "the second receipt's sequence");
}

void twice_over_an_existing_message(Context& context) {
  make_threads(context.store);
  for (const auto* id : {"t1", "t2"})
    context.store.save_message(message_at(id, "m1", at(30min), "first"));
  const auto receipts = expect_equals_saves_in_turn(
      context, {draft("t1"), final_text("t1"), draft("t1"), final_text("t1")}, {});
  for (const auto& receipt : receipts) expect_equal(receipt.outcome, Outcome::replaced, "outcome");
}

void twice_in_a_batch_under_keep(Context& context) {
  make_threads(context.store);
  const auto receipts =
      expect_equals_saves_in_turn(context, {draft("t1"), message("t1", "m2"), final_text("t1")},
                                  {.if_exists = SavePolicy::keep});
  expect_equal(receipts[0].outcome, Outcome::inserted, "the first");
  expect_equal(receipts[2].outcome, Outcome::duplicate, "the second");
  expect_equal(receipts[2].revision, receipts[0].revision, "revision");
  expect_equal(stored_message(context.store, "t1", "m1").content, content("draft"), "content");
}

void twice_over_an_existing_message_under_keep(Context& context) {
  make_threads(context.store);
  for (const auto* id : {"t1", "t2"})
    context.store.save_message(message_at(id, "m1", at(30min), "first"));
  const auto before = stored_thread(context.store, "t1");
  const auto receipts = expect_equals_saves_in_turn(context, {draft("t1"), final_text("t1")},
                                                    {.if_exists = SavePolicy::keep});
  for (const auto& receipt : receipts) expect_equal(receipt.outcome, Outcome::duplicate, "outcome");
  expect_same(stored_thread(context.store, "t1"), before);
}

void twice_in_a_batch_under_fail(Context& context) {
  make_threads(context.store);
  expect_error(ErrorCode::invalid_argument, [&] {
    context.store.save_messages({draft("t1"), message("t1", "m2"), final_text("t1")},
                                {.if_exists = SavePolicy::fail});
  });
  expect(all_messages(context.store, "t1").empty(), "nothing is stored");
  const auto receipts =
      context.store.save_messages({draft("t1"), draft("t2")}, {.if_exists = SavePolicy::fail});
  expect_equal(receipts.size(), 2, "one id in two threads is no repetition");
}

void sequences_follow_the_order_given(Context& context) {
  make_threads(context.store);
  const auto receipts =
      context.store.save_messages({message_at("t1", "z", at(3h)), message_at("t2", "b", at(2h)),
                                   message_at("t1", "a", at(1h)), message_at("t2", "a", at(1h))});
  expect(receipts[2].sequence > receipts[0].sequence, "t1: the second is behind the first");
  expect(receipts[3].sequence > receipts[1].sequence, "t2: the second is behind the first");
  expect_equal(stored_thread(context.store, "t1").last_sequence, receipts[2].sequence, "t1");
  expect_equal(stored_thread(context.store, "t2").last_sequence, receipts[3].sequence, "t2");
}

void a_large_batch_is_one_save(Context& context) {
  constexpr int count = 10'000;
  make_threads(context.store);
  std::vector<NewMessage> batch;
  for (const auto& id : numbered("m", 1, count)) batch.push_back(message("t1", id));
  const auto receipts = context.store.save_messages(batch);
  expect_equal(receipts.size(), count, "receipts");
  expect_equal(ids(all_messages(context.store, "t1")), numbered("m", 1, count), "messages");

  for (auto& one : batch) one.thread_id = "t2";
  batch.push_back(message("t9", "m1"));
  expect_error(ErrorCode::not_found, [&] { context.store.save_messages(batch); });
  expect(all_messages(context.store, "t2").empty(), "nothing of the second batch is stored");
}

}  // namespace

std::vector<Check> message_batch_checks() {
  return {
      {"messages/twice_in_a_batch_equals_two_saves",
       "A new message that comes twice is inserted and replaced; both receipts tell its revision.",
       twice_in_a_batch_equals_two_saves},
      {"messages/twice_over_an_existing_message",
       "An existing message that comes several times is replaced each time.",
       twice_over_an_existing_message},
      {"messages/twice_in_a_batch_under_keep",
       "Under keep, the first of two is inserted and the second is its duplicate.",
       twice_in_a_batch_under_keep},
      {"messages/twice_over_an_existing_message_under_keep",
       "Under keep, both of two are duplicates of a stored one, and nothing changes.",
       twice_over_an_existing_message_under_keep},
      {"messages/twice_in_a_batch_under_fail",
       "Under fail, a message that comes twice in a batch is refused.",
       twice_in_a_batch_under_fail},
      {"messages/sequences_follow_the_order_given",
       "New messages get their sequences in the batch's order, whatever their times.",
       sequences_follow_the_order_given},
      {"messages/a_large_batch_is_one_save",
       "A batch of ten thousand messages is saved in order, or not at all.",
       a_large_batch_is_one_save},
  };
}

}  // namespace botstore::testing
