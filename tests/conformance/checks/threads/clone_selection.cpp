#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// Clones a thread of m1 to m10, a minute apart, and returns the ids of the copies in order.
Ids cloned(Context& context, CloneOptions options, Place place = Place::here()) {
  if (!context.store.get_thread("source")) {
    context.store.save_thread(thread("source"));
    save_minutes(context.store, "source", 1, 10);
  }
  const auto result = context.store.clone_thread("source", options);
  const auto copies = all_messages(context.store, result.thread.id);
  expect_equal(result.messages, copies.size(), "how many were copied", place);
  return ids(copies);
}

void clone_the_most_recent(Context& context) {
  expect_equal(cloned(context, {}), numbered("m", 1, 10));
  expect_equal(cloned(context, {.most_recent = 3}), numbered("m", 8, 10));
  expect_equal(cloned(context, {.most_recent = 10}), numbered("m", 1, 10));
  expect_equal(cloned(context, {.most_recent = 99}), numbered("m", 1, 10));
  expect_equal(cloned(context, {.most_recent = 0}), Ids{});
}

void clone_a_range_of_times(Context& context) {
  const auto in = [&](TimeRange range) { return cloned(context, {.created = range}); };
  expect_equal(in({.start = at(8min)}), numbered("m", 8, 10));
  expect_equal(in({.end = at(2min)}), numbered("m", 1, 2));
  expect_equal(in({.start = at(2min), .end = at(4min), .start_exclusive = true}),
               numbered("m", 3, 4));
  expect_equal(in({.start = at(2min), .end = at(4min), .end_exclusive = true}),
               numbered("m", 2, 3));
  expect_equal(in({.start = at(1h)}), Ids{});
}

void clone_by_ids(Context& context) {
  expect_equal(cloned(context, {.message_ids = {"m7", "m2", "m2", "unknown"}}), Ids{"m2", "m7"});
  expect_equal(cloned(context, {.message_ids = Ids{}}), Ids{}, "a set that is given and empty");
}

void clone_selections_combine(Context& context) {
  expect_equal(cloned(context, {.most_recent = 2, .created = {.end = at(6min)}}), Ids{"m5", "m6"});
  expect_equal(cloned(context, {.created = {.start = at(3min)}, .message_ids = {"m1", "m4", "m9"}}),
               Ids{"m4", "m9"});
  expect_equal(cloned(context, {.most_recent = 1,
                                .created = {.start = at(3min), .end = at(8min)},
                                .message_ids = {"m1", "m4", "m7", "m9"}}),
               Ids{"m7"});
}

void clone_the_most_recent_of_one_time(Context& context) {
  context.store.save_thread(thread("t1"));
  std::vector<NewMessage> batch;
  for (const auto& id : numbered("m", 10, 1)) batch.push_back(message_at("t1", id, at(1h)));
  context.store.save_messages(batch);
  const auto made = context.store.clone_thread("t1", {.most_recent = 4}).thread;
  expect_equal(ids(all_messages(context.store, made.id)), numbered("m", 4, 1));
}

void a_partial_clone_knows_its_last_message(Context& context) {
  context.store.save_thread(thread("source"));
  save_minutes(context.store, "source", 1, 10);
  const auto made =
      context.store.clone_thread("source", {.new_id = "t2", .created = {.end = at(6min)}}).thread;
  expect_equal(made.last_message_at, at(6min), "last_message_at");
  const auto none = context.store.clone_thread("source", {.most_recent = 0}).thread;
  expect_equal(none.last_message_at, std::nullopt, "last_message_at of no message");
}

}  // namespace

std::vector<Check> thread_clone_selection_checks() {
  return {
      {"threads/clone_the_most_recent", "A clone can take the last N messages.",
       clone_the_most_recent},
      {"threads/clone_a_range_of_times", "A clone can take the messages of a range of times.",
       clone_a_range_of_times},
      {"threads/clone_by_ids", "A clone can take messages by id; an empty set takes none.",
       clone_by_ids},
      {"threads/clone_selections_combine",
       "Selections combine with AND, and the last N are those of what the rest selects.",
       clone_selections_combine},
      {"threads/clone_the_most_recent_of_one_time",
       "The last N of messages of one time are those that were saved last.",
       clone_the_most_recent_of_one_time},
      {"threads/a_partial_clone_knows_its_last_message",
       "last_message_at of a clone is that of its own messages.",
       a_partial_clone_knows_its_last_message},
  };
}

}  // namespace botstore::testing
