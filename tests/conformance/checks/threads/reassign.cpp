#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

/// A thread of alice with her dialogue and one message of carol's.
void save_shared(Storage& store) {
  store.save_thread(thread("t1", alice));
  store.save_messages(restaurant_dialogue("t1"));
  auto foreign = message("t1", "note");
  foreign.resource_id = "carol";
  store.save_message(foreign);
}

void reassign_gives_the_thread_to_another(Context& context) {
  save_shared(context.store);
  auto expected = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  const auto given = context.store.reassign_thread("t1", bob);
  expect(given.revision != expected.revision, "the revision is a new one");
  expected.resource_id = bob;
  expected.updated_at = context.clock.now();
  expected.revision = given.revision;
  expect_same(given, expected);
  expect_same(stored_thread(context.store, "t1"), given);
}

void reassign_takes_the_owners_messages_along(Context& context) {
  save_shared(context.store);
  const auto before = all_messages(context.store, "t1");
  context.store.reassign_thread("t1", bob);
  const auto after = all_messages(context.store, "t1");
  expect_equal(ids(after), ids(before), "the messages' order");
  for (std::size_t i = 0; i < after.size(); ++i) {
    auto expected = before[i];
    expected.resource_id = expected.id == "note" ? "carol" : bob;
    if (expected.id != "note") expected.revision = after[i].revision;
    expect_same(after[i], expected);
  }
}

void reassign_moves_between_the_owners_lists(Context& context) {
  save_shared(context.store);
  context.store.save_thread(thread("t2", alice));
  context.store.save_message(message("t2", "m1"));
  context.store.reassign_thread("t1", bob);
  expect_equal(ids(context.store.list_threads({.resource_id = alice}).items),
               std::vector<std::string>{"t2"}, "threads of the old owner");
  expect_equal(ids(context.store.list_threads({.resource_id = bob}).items),
               std::vector<std::string>{"t1"}, "threads of the new one");
  expect_equal(ids(context.store.list_messages({.resource_id = alice}).items),
               std::vector<std::string>{"m1"}, "messages of the old owner");
  expect_equal(context.store.list_messages({.resource_id = bob}).items.size(), 4,
               "messages of the new one");
  expect(!context.store.get_thread("t1", {.resource_id = alice}), "the old owner lost it");
}

void after_a_reassignment_saves_take_the_new_owner(Context& context) {
  save_shared(context.store);
  context.store.reassign_thread("t1", bob);
  context.store.save_message(message("t1", "m9"));
  expect_equal(stored_message(context.store, "t1", "m9").resource_id, bob, "resource_id");
  expect_error(ErrorCode::conflict, [&] { context.store.save_thread(thread("t1", alice)); });
  expect_equal(context.store.save_thread(thread("t1", bob)).outcome, Outcome::replaced, "outcome");
}

void reassign_of_a_missing_thread_is_not_found(Context& context) {
  expect_error(ErrorCode::not_found, [&] { context.store.reassign_thread("t1", bob); });
  expect(!context.store.get_thread("t1"), "no thread was made");
}

void reassign_checks_the_expected_revision(Context& context) {
  save_shared(context.store);
  const auto stale = stored_thread(context.store, "t1").revision;
  const auto current = context.store.update_thread("t1", {.title = "Later"});
  const auto messages = all_messages(context.store, "t1");
  const auto error = expect_error(ErrorCode::conflict, [&] {
    context.store.reassign_thread("t1", bob, {.expected_revision = stale});
  });
  expect_equal(error.details().current_revision, current.revision, "the current revision");
  expect_same(stored_thread(context.store, "t1"), current);
  expect_same(all_messages(context.store, "t1"), messages);

  context.store.reassign_thread("t1", bob, {.expected_revision = current.revision});
  expect_equal(stored_thread(context.store, "t1").resource_id, bob, "resource_id");
}

}  // namespace

std::vector<Check> thread_reassign_checks() {
  return {
      {"threads/reassign_gives_the_thread_to_another",
       "A reassignment changes the owner, moves updated_at and returns the thread.",
       reassign_gives_the_thread_to_another},
      {"threads/reassign_takes_the_owners_messages_along",
       "Messages that bore the old owner bear the new one; others stay as they are.",
       reassign_takes_the_owners_messages_along},
      {"threads/reassign_moves_between_the_owners_lists",
       "A reassigned thread and its messages list under the new owner only.",
       reassign_moves_between_the_owners_lists},
      {"threads/after_a_reassignment_saves_take_the_new_owner",
       "Saves after a reassignment know the new owner and refuse the old one.",
       after_a_reassignment_saves_take_the_new_owner},
      {"threads/reassign_of_a_missing_thread_is_not_found",
       "A reassignment of an unknown thread is NotFound.",
       reassign_of_a_missing_thread_is_not_found},
      {"threads/reassign_checks_the_expected_revision",
       "A stale expected revision is a conflict and changes neither thread nor messages.",
       reassign_checks_the_expected_revision},
  };
}

}  // namespace botstore::testing
