#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

/// m1 to m3 in both of two threads.
void save_two_threads(Context& context) {
  for (const auto* id : {"t1", "t2"}) {
    context.store.save_thread(thread(id));
    save_minutes(context.store, id, 1, 3);
  }
  context.clock.advance(1s);
}

void a_batch_does_each_update(Context& context) {
  save_two_threads(context);
  const auto receipts = context.store.update_messages(
      {{.key = {"t1", "m2"}, .role = "assistant"},
       {.key = {"t1", "m1"}, .merge_content = R"({"metadata": {"seen": true}})"_json},
       {.key = {"t2", "m3"}, .content = content("later"), .merge_metadata = R"({"a": 1})"_json}});
  const std::vector<MessageKey> expected = {{"t1", "m2"}, {"t1", "m1"}, {"t2", "m3"}};
  expect_equal(receipts.size(), 3, "receipts");
  for (std::size_t i = 0; i < receipts.size(); ++i) {
    expect_equal(receipts[i].key, expected[i], "key");
    expect_equal(receipts[i].outcome, Outcome::replaced, "outcome");
    const auto stored = stored_message(context.store, expected[i].thread_id, expected[i].id);
    expect_equal(receipts[i].revision, stored.revision, "revision");
  }
  expect_equal(stored_message(context.store, "t1", "m2").role, "assistant", "role of m2");
  expect_equal(stored_message(context.store, "t1", "m1").content,
               R"({"text": "message 1", "metadata": {"seen": true}})"_json, "content of m1");
  const auto third = stored_message(context.store, "t2", "m3");
  expect_equal(third.content, content("later"), "content of m3");
  expect_equal(third.metadata, R"({"a": 1})"_json, "metadata of m3");
}

void each_thread_that_changed_moves_to_now(Context& context) {
  save_two_threads(context);
  context.store.save_thread(thread("t3"));
  save_minutes(context.store, "t3", 1, 1);
  const auto third = stored_thread(context.store, "t3");
  context.clock.advance(1s);
  context.store.update_messages({{.key = {"t1", "m1"}, .role = "tool"},
                                 {.key = {"t2", "m1"}, .role = "tool"},
                                 {.key = {"t3", "m1"}, .role = "user"},
                                 {.key = {"t1", "m2"}, .role = "tool"}});
  for (const auto* id : {"t1", "t2"})
    expect_equal(stored_thread(context.store, id).updated_at, context.clock.now(), id);
  expect_same(stored_thread(context.store, "t3"), third);
}

void unknown_keys_do_not_stop_the_others(Context& context) {
  save_two_threads(context);
  const auto receipts = context.store.update_messages({{.key = {"t1", "unknown"}, .role = "tool"},
                                                       {.key = {"t1", "m1"}, .role = "tool"},
                                                       {.key = {"t9", "m1"}, .role = "tool"},
                                                       {.key = {"t2", "m1"}, .role = "user"}});
  const Outcome expected[] = {Outcome::not_found, Outcome::replaced, Outcome::not_found,
                              Outcome::unchanged};
  for (std::size_t i = 0; i < receipts.size(); ++i)
    expect_equal(receipts[i].outcome, expected[i], "outcome");
  expect_equal(stored_message(context.store, "t1", "m1").role, "tool", "role of m1");
}

void an_update_of_nothing_does_nothing(Context& context) {
  save_two_threads(context);
  const auto before = stored_thread(context.store, "t1");
  expect(context.store.update_messages({}).empty(), "there are no receipts");
  expect_same(stored_thread(context.store, "t1"), before);
}

/// A batch whose first update is fine, and whose second fails with `code`.
void expect_undone(Context& context, ErrorCode code, const MessageUpdate& second,
                   Place place = Place::here()) {
  const auto one = all_messages(context.store, "t1");
  const auto two = all_messages(context.store, "t2");
  const auto owner = stored_thread(context.store, "t1");
  expect_error(
      code,
      [&] {
        context.store.update_messages(
            {{.key = {"t1", "m1"}, .role = "tool", .content = content("late")}, second});
      },
      place);
  expect_same(all_messages(context.store, "t1"), one, place);
  expect_same(all_messages(context.store, "t2"), two, place);
  expect_same(stored_thread(context.store, "t1"), owner, place);
}

void an_error_undoes_the_batch(Context& context) {
  save_two_threads(context);
  auto text = message("t2", "m3");
  text.content = R"("text")"_json;
  context.store.save_message(text);
  context.clock.advance(1s);
  const auto stale = stored_message(context.store, "t1", "m1").revision;
  expect_undone(context, ErrorCode::conflict,
                {.key = {"t2", "m1"}, .role = "tool", .expected_revision = stale});
  expect_undone(context, ErrorCode::conflict,
                {.key = {"t2", "m3"}, .merge_content = R"({"a": 1})"_json});
  expect_undone(context, ErrorCode::not_found, {.key = {"t2", "m1"}, .move_to_thread = "t9"});
  expect_undone(context, ErrorCode::already_exists, {.key = {"t2", "m2"}, .move_to_thread = "t1"});
  expect_undone(context, ErrorCode::invalid_argument, {.key = {"t1", "m1"}, .role = "user"});
}

void a_key_comes_once(Context& context) {
  save_two_threads(context);
  context.store.delete_messages({{"t2", "m1"}});
  expect_error(ErrorCode::invalid_argument, [&] {
    context.store.update_messages({{.key = {"t1", "m1"}, .role = "tool"},
                                   {.key = {"t1", "m2"}, .role = "tool"},
                                   {.key = {"t1", "m1"}, .type = "image"}});
  });
  expect_error(ErrorCode::invalid_argument, [&] {
    context.store.update_messages(
        {{.key = {"t1", "m1"}, .move_to_thread = "t2"}, {.key = {"t2", "m1"}, .role = "tool"}});
  });
  expect_equal(stored_message(context.store, "t1", "m1").role, "user", "role");
}

}  // namespace

std::vector<Check> message_update_batch_checks() {
  return {
      {"messages/a_batch_does_each_update",
       "A batch of different updates does each of them and returns receipts in its order.",
       a_batch_does_each_update,
       {120}},
      {"messages/each_thread_that_changed_moves_to_now",
       "A batch of updates moves the threads that changed to now, and no others.",
       each_thread_that_changed_moves_to_now},
      {"messages/unknown_keys_do_not_stop_the_others",
       "In a batch, unknown keys are reported and the others are done.",
       unknown_keys_do_not_stop_the_others,
       {123}},
      {"messages/an_update_of_nothing_does_nothing", "An update of no messages does nothing.",
       an_update_of_nothing_does_nothing},
      {"messages/an_error_undoes_the_batch", "Any error undoes the whole batch of updates.",
       an_error_undoes_the_batch},
      {"messages/a_key_comes_once",
       "A key that comes twice, or that another update moves a message to, is refused.",
       a_key_comes_once},
  };
}

}  // namespace botstore::testing
