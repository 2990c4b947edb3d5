#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

void invalid_argument_does_not_doom(Context& context) {
  context.store.transaction([](Storage& view) {
    view.save_thread(thread("t1"));
    expect_error(ErrorCode::invalid_argument, [&] { view.save_thread(thread("")); });
    expect_error(ErrorCode::invalid_argument, [&] { (void)view.list_messages({}); });
    view.save_message(message("t1", "m1"));
  });
  expect_equal(ids(all_messages(context.store, "t1")), {"m1"}, "messages");
}

/// Does `failing` in a transaction that goes on and returns as if nothing had happened.
void expect_doom(Context& context, ErrorCode code, const std::function<void(Storage&)>& failing,
                 Place place = Place::here()) {
  Side side{context.store};
  const auto before = whole_state(side);
  const auto later = [&](Storage& view) {
    expect_error(
        code, [&] { (void)view.get_thread("t1"); }, place);
    expect_error(
        code, [&] { view.save_thread(thread("doomed")); }, place);
    expect_error(
        code, [&] { (void)view.stream_threads().next(); }, place);
  };
  expect_error(
      code,
      [&] {
        context.store.transaction([&](Storage& view) {
          view.save_thread(thread("before"));
          expect_error(
              code, [&] { failing(view); }, place);
          later(view);
        });
      },
      place);
  expect_equal(whole_state(side), before, "the state after it", place);
}

void any_other_error_dooms(Context& context) {
  save_rows(context.store);
  expect_doom(context, ErrorCode::not_found,
              [](Storage& view) { view.update_thread("none", {.title = "x"}); });
  expect_doom(context, ErrorCode::not_found,
              [](Storage& view) { view.save_message(message("none", "m1")); });
  expect_doom(context, ErrorCode::conflict, [](Storage& view) {
    view.update_thread("t1", {.title = "x", .expected_revision = no_revision});
  });
  expect_doom(context, ErrorCode::conflict,
              [](Storage& view) { view.save_thread(thread("t1", bob)); });
  expect_doom(context, ErrorCode::already_exists, [](Storage& view) {
    view.save_message(message("t1", "m1"), {.if_exists = SavePolicy::fail});
  });
  expect_doom(context, ErrorCode::already_exists,
              [](Storage& view) { view.clone_thread("t1", {.new_id = "t2"}); });
}

void its_rules_are_unsupported_and_doom(Context& context) {
  save_rows(context.store);
  expect_doom(context, ErrorCode::unsupported,
              [](Storage& view) { view.transaction([](Storage&) {}); });
  expect_doom(context, ErrorCode::unsupported, [](Storage& view) { view.init(); });
  expect_doom(context, ErrorCode::unsupported, [](Storage& view) { view.close(); });
  expect(context.store.get_thread("t1").has_value(), "the store is open");
}

void timeouts_and_stops_doom(Context& context) {
  save_rows(context.store);
  expect_doom(context, ErrorCode::timeout, [](Storage& view) {
    (void)view.get_thread("t1", {}, CallOptions::within(std::chrono::seconds{-1}));
  });
  std::stop_source stop;
  stop.request_stop();
  expect_doom(context, ErrorCode::cancelled,
              [&](Storage& view) { (void)view.get_thread("t1", {}, {.stop = stop.get_token()}); });
}

void a_doomed_one_lets_other_exceptions_pass(Context& context) {
  bool passed = false;
  try {
    context.store.transaction([](Storage& view) {
      view.save_thread(thread("t1"));
      expect_error(ErrorCode::not_found, [&] { view.update_thread("none", {}); });
      throw 42;
    });
  } catch (int thrown) {
    passed = thrown == 42;
  }
  expect(passed, "the function's own exception reaches the caller");
  expect(!context.store.get_thread("t1"), "nothing was stored");
}

void the_outer_store_is_unsupported_inside(Context& context) {
  save_rows(context.store);
  Side side{context.store};
  const auto before = whole_state(side);
  auto& outer = context.store;
  std::vector<NamedCall> calls = every_read();
  calls.insert(calls.end(), every_write().begin(), every_write().end());
  calls.push_back({"init", [](Storage& s, const CallOptions& c) { s.init(c); }});
  calls.push_back({"close", [](Storage& s, const CallOptions&) { s.close(); }});
  calls.push_back({"transaction", [](Storage& s, const CallOptions& c) {
                     s.transaction([](Storage&) {}, {}, c);
                   }});
  for (const auto& call : calls) try {
      outer.transaction(
          [&](Storage&) { expect_error(ErrorCode::unsupported, [&] { call.run(outer, {}); }); });
    } catch (const Failure& failure) {
      fail(std::string{call.name} + ": " + failure.what());
    }
  expect_equal(whole_state(side), before, "the state after all of them");
}

void a_failed_batch_inside_changes_nothing(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  const auto before = all_messages(context.store, "t1");
  expect_error(ErrorCode::not_found, [&] {
    context.store.transaction([](Storage& view) {
      view.save_messages({message("t1", "m1", "changed"), message("none", "m1")});
    });
  });
  expect_same(all_messages(context.store, "t1"), before);
}

void capabilities_are_the_same_inside(Context& context) {
  const auto outside = context.store.capabilities();
  context.store.transaction([&](Storage& view) {
    expect_equal(view.capabilities().backend, outside.backend, "backend");
  });
}

void the_thread_may_go_on_afterwards(Context& context) {
  for (int i = 0; i < 3; ++i) {
    try {
      context.store.transaction([](Storage&) { throw 42; });
    } catch (int) {
      context.store.save_thread(thread("t" + std::to_string(i)));
    }
    context.store.transaction([&](Storage& view) { view.save_message(message("t0", "m")); });
  }
  expect_equal(context.store.list_threads().items.size(), 3, "threads");
}

}  // namespace

std::vector<Check> transaction_rule_checks() {
  return {
      {"transactions/invalid_argument_does_not_doom",
       "After an InvalidArgument a transaction goes on and commits.",
       invalid_argument_does_not_doom},
      {"transactions/any_other_error_dooms",
       "After NotFound, Conflict or AlreadyExists later calls throw it too, and all is undone.",
       any_other_error_dooms},
      {"transactions/its_rules_are_unsupported_and_doom",
       "A transaction, init or close inside a transaction is Unsupported and dooms it.",
       its_rules_are_unsupported_and_doom},
      {"transactions/timeouts_and_stops_doom",
       "A call inside whose deadline passed or that was told to stop dooms the transaction.",
       timeouts_and_stops_doom},
      {"transactions/a_doomed_one_lets_other_exceptions_pass",
       "What the function throws reaches the caller even from a doomed transaction.",
       a_doomed_one_lets_other_exceptions_pass},
      {"transactions/the_outer_store_is_unsupported_inside",
       "Any call of the outer store by the thread that runs a transaction is Unsupported at once.",
       the_outer_store_is_unsupported_inside},
      {"transactions/a_failed_batch_inside_changes_nothing",
       "A batch that fails inside a transaction leaves nothing of it.",
       a_failed_batch_inside_changes_nothing},
      {"transactions/capabilities_are_the_same_inside",
       "The view of a transaction names the same backend.", capabilities_are_the_same_inside},
      {"transactions/the_thread_may_go_on_afterwards",
       "After a transaction, committed or undone, its thread uses the store as before.",
       the_thread_may_go_on_afterwards},
  };
}

}  // namespace botstore::testing
