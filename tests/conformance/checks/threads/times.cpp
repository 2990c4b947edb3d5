#include <functional>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Write = std::function<void(Storage&)>;

/// Everything that changes a thread, or its messages, in a thread `t1` with messages m1 to m4.
const std::vector<std::pair<const char*, Write>>& writes() {
  static const std::vector<std::pair<const char*, Write>> all = {
      {"save_thread", [](Storage& store) { store.save_thread(thread("t1")); }},
      {"update_thread", [](Storage& store) { store.update_thread("t1", {.title = "Later"}); }},
      {"save_message", [](Storage& store) { store.save_message(message("t1", "new")); }},
      {"replace_message", [](Storage& store) { store.save_message(message("t1", "m1", "anew")); }},
      {"update_messages",
       [](Storage& store) {
         store.update_messages({{.key = {"t1", "m2"}, .role = "system"}});
       }},
      {"move",
       [](Storage& store) {
         store.update_messages({{.key = {"t1", "m3"}, .move_to_thread = "t2"}});
       }},
      {"delete_messages",
       [](Storage& store) {
         store.delete_messages({{"t1", "m4"}});
       }},
      {"reassign_thread", [](Storage& store) { store.reassign_thread("t1", bob); }},
  };
  return all;
}

void prepare(Storage& store) {
  store.save_thread(thread("t1"));
  store.save_thread(thread("t2"));
  save_minutes(store, "t1", 1, 4);
}

void each_write_moves_updated_at_to_now(Context& context) {
  prepare(context.store);
  for (const auto& [name, write] : writes()) {
    context.clock.advance(10ms);
    write(context.store);
    expect_equal(stored_thread(context.store, "t1").updated_at, context.clock.now(), name);
  }
}

void expect_updated_at_moves(Context& context, std::chrono::microseconds step) {
  prepare(context.store);
  for (const auto& [name, write] : writes()) {
    const auto before = stored_thread(context.store, "t1").updated_at;
    context.clock.advance(step);
    write(context.store);
    expect(stored_thread(context.store, "t1").updated_at > before, name);
  }
}

void updated_at_moves_while_the_clock_stands_still(Context& context) {
  expect_updated_at_moves(context, 0s);
}

void updated_at_moves_while_the_clock_steps_back(Context& context) {
  expect_updated_at_moves(context, -5s);
}

void a_given_updated_at_is_stored_as_given(Context& context) {
  context.store.save_thread(thread("t1"));
  auto saved = thread("t1");
  saved.updated_at = at(1h);
  const auto receipt = context.store.save_thread(saved);
  expect_equal(receipt.updated_at, at(1h), "updated_at");
  expect_equal(stored_thread(context.store, "t1").updated_at, at(1h), "updated_at");
}

void a_receipt_tells_the_stored_times(Context& context) {
  for (const std::chrono::seconds step : {1s, 0s, -5s}) {
    context.clock.advance(step);
    const auto receipt = context.store.save_thread(thread("t1"));
    const auto stored = stored_thread(context.store, "t1");
    expect_equal(receipt.created_at, stored.created_at, "created_at");
    expect_equal(receipt.updated_at, stored.updated_at, "updated_at");
    expect_equal(receipt.revision, stored.revision, "revision");
  }
}

void a_message_moves_its_thread_only(Context& context) {
  prepare(context.store);
  const auto before = stored_thread(context.store, "t2");
  context.clock.advance(10ms);
  context.store.save_message(message("t1", "m5"));
  expect_same(stored_thread(context.store, "t2"), before);
  expect_equal(stored_thread(context.store, "t1").updated_at, context.clock.now(), "updated_at");
}

void last_message_at_is_the_largest_created_at(Context& context) {
  context.store.save_thread(thread("t1"));
  expect_equal(stored_thread(context.store, "t1").last_message_at, std::nullopt, "of no message");
  context.store.save_messages({message_at("t1", "m1", at(2h)), message_at("t1", "m2", at(3h)),
                               message_at("t1", "m3", at(1h))});
  expect_equal(stored_thread(context.store, "t1").last_message_at, at(3h), "last_message_at");
  context.store.save_message(message_at("t1", "m4", at(30min)));
  expect_equal(stored_thread(context.store, "t1").last_message_at, at(3h), "last_message_at");
  context.store.save_message(message("t1", "m5"));
  expect_equal(stored_thread(context.store, "t1").last_message_at, context.clock.now(),
               "last_message_at");
}

}  // namespace

std::vector<Check> thread_time_checks() {
  return {
      {"threads/each_write_moves_updated_at_to_now",
       "Each write to a thread or to its messages sets the thread's updated_at to now.",
       each_write_moves_updated_at_to_now,
       {13, 99, 121, 127}},
      {"threads/updated_at_moves_while_the_clock_stands_still",
       "updated_at moves forward strictly though the clock does not.",
       updated_at_moves_while_the_clock_stands_still},
      {"threads/updated_at_moves_while_the_clock_steps_back",
       "updated_at moves forward strictly though the clock steps back.",
       updated_at_moves_while_the_clock_steps_back},
      {"threads/a_given_updated_at_is_stored_as_given",
       "An updated_at that a save states is stored, older than the stored one or not.",
       a_given_updated_at_is_stored_as_given},
      {"threads/a_receipt_tells_the_stored_times",
       "The times and the revision in a receipt are those of the row.",
       a_receipt_tells_the_stored_times},
      {"threads/a_message_moves_its_thread_only",
       "A message moves the updated_at of its own thread and touches no other.",
       a_message_moves_its_thread_only},
      {"threads/last_message_at_is_the_largest_created_at",
       "last_message_at is the largest created_at, in whatever order messages were saved.",
       last_message_at_is_the_largest_created_at},
  };
}

}  // namespace botstore::testing
