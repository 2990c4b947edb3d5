#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

void later_saves_have_larger_sequences(Context& context) {
  context.store.save_thread(thread("t1"));
  std::int64_t last = 0;
  for (int i = 10; i > 0; --i) {
    const auto receipt = context.store.save_message(
        message_at("t1", "m" + std::to_string(i), at(std::chrono::minutes{i})));
    expect(receipt.sequence > last, "the sequence is larger than the last one");
    last = receipt.sequence;
    expect_equal(stored_thread(context.store, "t1").last_sequence, last, "last_sequence");
    const auto stored = stored_message(context.store, "t1", receipt.key.id);
    expect_equal(stored.sequence, last, "the stored sequence");
  }
}

void a_deleted_messages_sequence_is_not_reused(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 3);
  const auto last = stored_thread(context.store, "t1").last_sequence;
  context.store.delete_messages(keys("t1", numbered("m", 1, 3)));
  expect_equal(stored_thread(context.store, "t1").last_sequence, last, "last_sequence");
  expect(context.store.save_message(message("t1", "m3")).sequence > last,
         "a new message's sequence is larger than any deleted one's");
}

void a_moved_messages_sequence_is_not_reused(Context& context) {
  for (const auto* id : {"t1", "t2"}) context.store.save_thread(thread(id));
  save_minutes(context.store, "t1", 1, 3);
  const auto last = stored_thread(context.store, "t1").last_sequence;
  context.store.update_messages({{.key = {"t1", "m3"}, .move_to_thread = "t2"}});
  expect_equal(stored_thread(context.store, "t1").last_sequence, last, "last_sequence");
  expect(context.store.save_message(message("t1", "m4")).sequence > last,
         "a new message's sequence is larger than any moved one's");
}

void a_saved_thread_keeps_its_sequence(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto last = context.store.save_message(message("t1", "m1")).sequence;
  context.store.save_thread(thread("t1"));
  expect_equal(stored_thread(context.store, "t1").last_sequence, last, "last_sequence");
}

void a_failed_save_leaves_the_sequence(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  const auto before = stored_thread(context.store, "t1");
  expect_error(ErrorCode::already_exists, [&] {
    context.store.save_messages({message("t1", "m2"), message("t1", "m1")},
                                {.if_exists = SavePolicy::fail});
  });
  expect_same(stored_thread(context.store, "t1"), before);
}

}  // namespace

std::vector<Check> message_sequence_checks() {
  return {
      {"messages/later_saves_have_larger_sequences",
       "Sequences grow with each save, and last_sequence is the last one.",
       later_saves_have_larger_sequences},
      {"messages/a_deleted_messages_sequence_is_not_reused",
       "No message gets the sequence of a deleted one.", a_deleted_messages_sequence_is_not_reused},
      {"messages/a_moved_messages_sequence_is_not_reused",
       "No message gets the sequence of one that moved away.",
       a_moved_messages_sequence_is_not_reused},
      {"messages/a_saved_thread_keeps_its_sequence", "A save of the thread keeps last_sequence.",
       a_saved_thread_keeps_its_sequence},
      {"messages/a_failed_save_leaves_the_sequence", "A refused batch leaves last_sequence.",
       a_failed_save_leaves_the_sequence},
  };
}

}  // namespace botstore::testing
