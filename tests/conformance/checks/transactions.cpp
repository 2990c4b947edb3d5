#include <memory>
#include <thread>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

/// An exception of the user's own, which is no std::exception.
struct ChangedMyMind {
  int reason = 0;
};

void commits_everything_together(Context& context) {
  context.store.transaction([](Storage& view) { save_rows(view); });
  expect(context.store.get_thread("t1").has_value(), "the thread is stored");
  expect_equal(ids(all_messages(context.store, "t1")), {"m1", "m2"}, "messages");
  expect(context.store.get_metadata({.thread_id = "t1"}, "state").has_value(), "the value is");
  expect(context.store.get_resource(alice).has_value(), "the resource is");
  expect(context.store.get_contact("+1").has_value(), "the contact is");
  expect(context.store.last_history("+1").has_value(), "the entry is");
}

void users_exception_undoes_and_passes(Context& context) {
  int reason = 0;
  try {
    context.store.transaction([](Storage& view) {
      save_rows(view);
      throw ChangedMyMind{42};
    });
  } catch (const ChangedMyMind& thrown) {
    reason = thrown.reason;
  }
  expect_equal(reason, 42, "what the caller catches");
  Side side{context.store};
  for (const auto& line : whole_state(side)) expect(line.ends_with("0 rows, total 0"), line);
}

void every_write_is_undone(Context& context) {
  save_rows(context.store);
  Side side{context.store};
  const auto before = whole_state(side);
  for (const auto& write : every_write()) {
    context.clock.advance(1s);
    bool thrown = false;
    try {
      context.store.transaction([&](Storage& view) {
        write.run(view, {});
        throw ChangedMyMind{};
      });
    } catch (const ChangedMyMind&) {
      thrown = true;
    }
    expect(thrown, std::string{write.name} + ": the exception passes");
    expect_equal(whole_state(side), before, "the state after " + std::string{write.name});
  }
}

void own_writes_are_seen(Context& context) {
  context.store.transaction([](Storage& view) {
    save_rows(view);
    expect_equal(stored_thread(view, "t1").last_sequence, stored_message(view, "t1", "m2").sequence,
                 "last_sequence");
    view.update_thread("t1", {.title = "Changed"});
    expect_equal(view.list_threads({.resource_id = alice}).items[0].title, "Changed", "title");
    view.delete_messages({{"t1", "m1"}});
    expect_equal(ids(all_messages(view, "t1")), {"m2"}, "messages");
    expect(!view.get_metadata({.thread_id = "t1", .message_id = "m1"}, "state"),
           "the value went with its message");
    view.save_contact({.phone = "+1", .values = R"({"b": 2})"_json});
    expect_equal(expect_some(view.get_contact("+1")).values, R"({"a": 1, "b": 2})"_json, "values");
    expect_equal(expect_some(view.last_history("+1")).ref, "welcome", "ref");
    view.update_resource(alice, {.working_memory = std::string{"changed"}});
    expect_equal(view.list_resources().items[0].working_memory, "changed", "working_memory");
    view.delete_thread("t1");
    expect(!view.get_thread("t1"), "the thread is gone");
    expect_error(ErrorCode::not_found, [&] { view.save_message(message("t1", "m9")); });
    throw ChangedMyMind{};
  });
}

void own_writes_are_seen_before_the_end(Context& context) {
  try {
    own_writes_are_seen(context);
    fail("the user's exception does not pass");
  } catch (const ChangedMyMind&) {
    expect(!context.store.get_thread("t1"), "nothing was stored");
  }
}

/// Reads a thread's title on another thread of execution; absent if that waits too long.
std::optional<std::string> title_elsewhere(Storage& store) {
  std::optional<std::string> title;
  std::exception_ptr error;
  std::jthread{[&] {
    try {
      title = expect_some(store.get_thread("t1", {}, CallOptions::within(500ms))).title;
    } catch (const Error& thrown) {
      if (thrown.code() != ErrorCode::timeout) error = std::current_exception();
    } catch (...) {
      error = std::current_exception();
    }
  }}.join();
  if (error) std::rethrow_exception(error);
  return title;
}

void others_do_not_see_uncommitted_rows(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto before = stored_thread(context.store, "t1").title;
  context.store.transaction([&](Storage& view) {
    view.update_thread("t1", {.title = "Uncommitted"});
    if (const auto title = title_elsewhere(context.store))
      expect_equal(*title, before, "the title that others see");
  });
  expect_equal(title_elsewhere(context.store), "Uncommitted", "the title after the commit");
}

void returns_what_the_function_returns(Context& context) {
  expect_equal(context.store.transaction([](Storage&) { return 42; }), 42, "a number");
  const auto moved = context.store.transaction([](Storage&) { return std::make_unique<int>(7); });
  expect_equal(*moved, 7, "what cannot be copied");
  const auto read = context.store.transaction([](Storage& view) {
    view.save_thread(thread("t1"));
    return view.get_thread("t1");
  });
  expect_same(expect_some(read), stored_thread(context.store, "t1"));
  context.store.transaction([](Storage&) {});
}

void a_rollback_leaves_the_sequence(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto first = context.store.save_message(message("t1", "m1")).sequence;
  const auto before = stored_thread(context.store, "t1");
  try {
    context.store.transaction([](Storage& view) {
      view.save_messages({message("t1", "m2"), message("t1", "m3")});
      throw ChangedMyMind{};
    });
  } catch (const ChangedMyMind&) {
    expect_same(stored_thread(context.store, "t1"), before);
  }
  const auto next =
      context.store.save_message(message("t1", "m4"), {.expected_last_sequence = first});
  expect(next.sequence > first, "the next sequence is larger");
  expect_equal(ids(all_messages(context.store, "t1")), {"m1", "m4"}, "messages");
}

void streams_and_cursors_cross_its_border(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 3);
  const MessageQuery query{.thread_ids = "t1", .page = {.limit = 2}};
  auto next = query;
  next.page.cursor = context.store.list_messages(query).next_cursor;
  next.page.cursor = context.store.transaction([&](Storage& view) {
    save_minutes(view, "t1", 4, 6);
    std::vector<Message> streamed;
    for (const auto& row : view.stream_messages({.thread_ids = "t1"}, {.page_rows = 2}))
      streamed.push_back(row);
    expect_equal(ids(streamed), numbered("m", 1, 6), "a stream inside");
    const auto page = view.list_messages(next);
    expect_equal(ids(page.items), {"m3", "m4"}, "behind a cursor from outside");
    return page.next_cursor;
  });
  expect_equal(ids(context.store.list_messages(next).items), {"m5", "m6"},
               "behind a cursor from inside");
}

std::vector<Check> outcome_checks() {
  return {
      {"transactions/commits_everything_together",
       "What is done in a transaction that returns is stored, all of it.",
       commits_everything_together},
      {"transactions/users_exception_undoes_and_passes",
       "An exception of the user's own undoes everything and reaches the caller as it was.",
       users_exception_undoes_and_passes},
      {"transactions/every_write_is_undone",
       "A write of any kind leaves no trace of a transaction that throws.", every_write_is_undone},
      {"transactions/own_writes_are_seen_before_the_end",
       "Every read inside sees what the transaction has written.",
       own_writes_are_seen_before_the_end},
      {"transactions/others_do_not_see_uncommitted_rows",
       "Other threads read what was committed, or wait; never what is not.",
       others_do_not_see_uncommitted_rows},
      {"transactions/returns_what_the_function_returns",
       "A transaction returns its function's value, which need not be copyable.",
       returns_what_the_function_returns},
      {"transactions/a_rollback_leaves_the_sequence",
       "After an undone append the thread is as it was, and an expected sequence still holds.",
       a_rollback_leaves_the_sequence},
      {"transactions/streams_and_cursors_cross_its_border",
       "Streams work on the view, and cursors go in and out of a transaction.",
       streams_and_cursors_cross_its_border},
  };
}

}  // namespace

std::vector<Check> transaction_checks() {
  return joined({outcome_checks(), transaction_rule_checks(), transaction_retry_checks()});
}

}  // namespace botstore::testing
