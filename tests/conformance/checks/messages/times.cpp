#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

void an_absent_time_is_now(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const auto* id : {"m1", "m2"}) {
    const auto receipt = context.store.save_message(message("t1", id));
    expect_equal(receipt.created_at, context.clock.now(), "created_at in the receipt");
    expect_equal(stored_message(context.store, "t1", id).created_at, context.clock.now(), id);
    context.clock.advance(1us);
  }
}

void an_answer_never_sorts_before_its_question(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto question = context.clock.now() + 1h;
  context.store.save_message(message_at("t1", "question", question));
  const auto answer = context.store.save_message(message("t1", "answer"));
  expect_equal(answer.created_at, question, "created_at of the answer");
  context.clock.advance(-1h);
  context.store.save_message(message("t1", "more"));
  expect_equal(ids(all_messages(context.store, "t1")),
               std::vector<std::string>{"question", "answer", "more"}, "order");
}

void an_answer_follows_its_question_in_one_batch_too(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto question = context.clock.now() + 1h;
  const auto receipts = context.store.save_messages(
      {message("t1", "greeting"), message_at("t1", "question", question), message("t1", "answer")});
  expect_equal(receipts[0].created_at, context.clock.now(), "created_at before the question");
  expect_equal(receipts[2].created_at, question, "created_at of the answer");
  expect_equal(ids(all_messages(context.store, "t1")),
               std::vector<std::string>{"greeting", "question", "answer"}, "order");
}

void the_later_of_clock_and_last_message_counts_per_thread(Context& context) {
  for (const auto* id : {"t1", "t2"}) context.store.save_thread(thread(id));
  const auto ahead = context.clock.now() + 1h;
  context.store.save_message(message_at("t1", "m1", ahead));
  const auto receipts = context.store.save_messages({message("t1", "m2"), message("t2", "m2")});
  expect_equal(receipts[0].created_at, ahead, "in the thread that is ahead");
  expect_equal(receipts[1].created_at, context.clock.now(), "in the other one");
}

void a_given_time_is_kept(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "now"));
  const auto past = at(123'456us);
  const auto receipt = context.store.save_message(message_at("t1", "past", past));
  expect_equal(receipt.created_at, past, "created_at in the receipt");
  expect_equal(all_messages(context.store, "t1").front().created_at, past, "created_at");
}

void after_the_latest_is_deleted_the_clock_counts_again(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message_at("t1", "m1", context.clock.now() + 1h));
  context.store.delete_messages({{"t1", "m1"}});
  expect_equal(context.store.save_message(message("t1", "m2")).created_at, context.clock.now(),
               "created_at");
}

}  // namespace

std::vector<Check> message_time_checks() {
  return {
      {"messages/an_absent_time_is_now", "A message without a time gets the store's.",
       an_absent_time_is_now},
      {"messages/an_answer_never_sorts_before_its_question",
       "A message without a time is no earlier than its thread's last_message_at.",
       an_answer_never_sorts_before_its_question},
      {"messages/an_answer_follows_its_question_in_one_batch_too",
       "A message without a time is no earlier than those before it in its batch.",
       an_answer_follows_its_question_in_one_batch_too},
      {"messages/the_later_of_clock_and_last_message_counts_per_thread",
       "Each message's default time depends on its own thread.",
       the_later_of_clock_and_last_message_counts_per_thread},
      {"messages/a_given_time_is_kept", "A time given is stored, however old it is.",
       a_given_time_is_kept},
      {"messages/after_the_latest_is_deleted_the_clock_counts_again",
       "A deleted message no longer holds back the default time.",
       after_the_latest_is_deleted_the_clock_counts_again},
  };
}

}  // namespace botstore::testing
