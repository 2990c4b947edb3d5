#include <latch>
#include <thread>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

std::unique_ptr<Storage> make_store(Context& context) {
  return context.fixture.make_store(context.clock.clock());
}

/// Reads, writes and a transaction.
std::vector<NamedCall> every_call() {
  auto calls = every_read();
  calls.insert(calls.end(), every_write().begin(), every_write().end());
  calls.push_back({"transaction", [](Storage& s, const CallOptions& c) {
                     s.transaction([](Storage& view) { (void)view.get_thread("t1"); }, {}, c);
                   }});
  return calls;
}

void expect_every_call_throws(Storage& store, ErrorCode code, const CallOptions& call,
                              Place place = Place::here()) {
  for (const auto& one : every_call()) try {
      expect_error(
          code, [&] { one.run(store, call); }, place);
    } catch (const Failure& failure) {
      fail(std::string{one.name} + ": " + failure.what(), place);
    }
}

void calls_before_init_miss_the_schema(Context& context) {
  const auto fresh = make_store(context);
  expect_every_call_throws(*fresh, ErrorCode::schema_missing, {});
  fresh->init();
  save_rows(*fresh);
  expect_equal(stored_thread(*fresh, "t1").id, "t1", "after init: id");
  fresh->close();
}

void init_twice_keeps_the_data(Context& context) {
  save_rows(context.store);
  Side side{context.store};
  const auto before = whole_state(side);
  context.store.init();
  context.store.init();
  expect_equal(whole_state(side), before, "the state after more inits");
}

void a_new_store_is_empty(Context& context) {
  save_rows(context.store);
  const auto fresh = make_store(context);
  fresh->init();
  Side side{*fresh};
  for (const auto& line : whole_state(side)) expect(line.ends_with("0 rows, total 0"), line);
  fresh->close();
}

void capabilities_name_the_backend(Context& context) {
  const auto capabilities = context.store.capabilities();
  expect(!capabilities.backend.empty(), "the backend has a name");
  const auto fresh = make_store(context);
  expect_equal(fresh->capabilities().backend, capabilities.backend, "before init: backend");
  fresh->close();
}

void calls_after_close_are_refused(Context& context) {
  const auto fresh = make_store(context);
  fresh->init();
  save_rows(*fresh);
  auto stream = fresh->stream_threads({}, {.page_rows = 1});
  expect(stream.next().has_value(), "the stream has a row");
  fresh->close();
  expect_every_call_throws(*fresh, ErrorCode::closed, {});
  expect_error(ErrorCode::closed, [&] { fresh->init(); });
  expect_error(ErrorCode::closed, [&] { (void)fresh->capabilities(); });
  expect_error(ErrorCode::closed, [&] { (void)stream.next(); });
}

void close_twice_is_no_error(Context& context) {
  const auto fresh = make_store(context);
  fresh->init();
  fresh->close();
  fresh->close({.grace = 0s});
  make_store(context)->close();
}

/// Waits until the store refuses new calls.
void wait_until_closing(Storage& store) {
  for (;;) try {
      (void)store.get_thread("t1", {}, CallOptions::within(100ms));
      std::this_thread::yield();
    } catch (const Error& error) {
      if (error.code() == ErrorCode::closed) return;
      if (error.code() != ErrorCode::timeout) throw;
    }
}

void close_waits_for_transactions(Context& context) {
  const auto fresh = make_store(context);
  fresh->init();
  std::latch inside{1};
  std::jthread closer{[&] {
    inside.wait();
    fresh->close({.grace = 60s});
  }};
  fresh->transaction([&](Storage& view) {
    view.save_thread(thread("t1"));
    inside.count_down();
    std::jthread{[&] { wait_until_closing(*fresh); }}.join();
    view.save_message(message("t1", "m1"));
    expect_equal(ids(all_messages(view, "t1")), {"m1"}, "messages");
  });
  closer.join();
  expect_error(ErrorCode::closed, [&] { (void)fresh->get_thread("t1"); });
}

void close_cancels_what_outlasts_its_grace(Context& context) {
  const auto fresh = make_store(context);
  fresh->init();
  std::latch inside{1};
  std::jthread closer{[&] {
    inside.wait();
    fresh->close({.grace = 0s});
  }};
  const auto ended = [](const Error& error) {
    return error.code() == ErrorCode::closed || error.code() == ErrorCode::cancelled;
  };
  try {
    fresh->transaction([&](Storage& view) {
      inside.count_down();
      for (;;) view.save_thread(thread("t1"));
    });
  } catch (const Error& error) {
    expect(ended(error), "the transaction ends with Closed or Cancelled");
  }
}

/// Sees that no call is done under these options, and that nothing changes.
void expect_nothing_done(Context& context, ErrorCode code, const CallOptions& call,
                         Place place = Place::here()) {
  save_rows(context.store);
  Side side{context.store};
  const auto before = whole_state(side);
  expect_every_call_throws(context.store, code, call, place);
  bool ran = false;
  expect_error(
      code, [&] { context.store.transaction([&](Storage&) { ran = true; }, {}, call); }, place);
  expect(!ran, "the transaction's function does not run", place);
  expect_error(
      code, [&] { context.store.init(call); }, place);
  expect_equal(whole_state(side), before, "the state after all of them", place);
}

void a_deadline_that_has_passed_is_a_timeout(Context& context) {
  expect_nothing_done(context, ErrorCode::timeout, CallOptions::within(0s));
}

void a_stop_that_was_requested_cancels(Context& context) {
  std::stop_source stop;
  stop.request_stop();
  expect_nothing_done(context, ErrorCode::cancelled, {.stop = stop.get_token()});
}

void patient_calls_are_done(Context& context) {
  const std::stop_source stop;
  const CallOptions patient{.deadline = std::chrono::steady_clock::now() + 1h,
                            .stop = stop.get_token()};
  for (const auto& write : every_write()) {
    const auto fresh = make_store(context);
    fresh->init(patient);
    save_rows(*fresh);
    Side side{*fresh};
    const auto before = whole_state(side);
    context.clock.advance(1s);
    write.run(*fresh, patient);
    expect(whole_state(side) != before, std::string{write.name} + " changes something");
    fresh->close();
  }
}

void eventual_reads_answer(Context& context) {
  save_rows(context.store);
  for (const auto& read : every_read())
    read.run(context.store, {.consistency = Consistency::eventual});
}

/// The fixture's second store on the data of `first`.
std::unique_ptr<Storage> open_again(Context& context) {
  auto again = context.fixture.open_again(context.clock.clock());
  if (!again) skip("this backend's data is gone with the store");
  return again;
}

void data_is_there_in_another_store(Context& context) {
  save_rows(context.store);
  const auto again = open_again(context);
  again->init();
  Side side{context.store};
  const auto before = whole_state(side);
  {
    const Side::Inside inside{side, *again};
    expect_equal(whole_state(side), before, "the state in another store");
    again->save_thread(thread("t9"));
  }
  expect(context.store.get_thread("t9").has_value(), "each sees what the other writes");
  again->close();
}

void data_is_there_after_close(Context& context) {
  const auto first = make_store(context);
  first->init();
  save_rows(*first);
  Side side{*first};
  const auto before = whole_state(side);
  const auto cursor = first->list_messages({.thread_ids = "t1", .page = {.limit = 1}}).next_cursor;
  first->close();
  const auto again = open_again(context);
  again->init();
  const Side::Inside inside{side, *again};
  expect_equal(whole_state(side), before, "the state after it was opened again");
  const auto page = again->list_messages({.thread_ids = "t1", .page = {.cursor = cursor}});
  expect_equal(ids(page.items), {"m2"}, "behind a cursor of the first store");
  again->close();
}

}  // namespace

std::vector<Check> lifecycle_checks() {
  return {
      {"lifecycle/calls_before_init_miss_the_schema",
       "Before init every call is SchemaMissing; after it they work.",
       calls_before_init_miss_the_schema},
      {"lifecycle/init_twice_keeps_the_data", "An init of what is current does nothing.",
       init_twice_keeps_the_data},
      {"lifecycle/a_new_store_is_empty", "A new store holds nothing of another one.",
       a_new_store_is_empty},
      {"lifecycle/capabilities_name_the_backend", "Capabilities name the backend, before init too.",
       capabilities_name_the_backend},
      {"lifecycle/calls_after_close_are_refused",
       "After close every call is Closed, and so is an open stream.",
       calls_after_close_are_refused},
      {"lifecycle/close_twice_is_no_error", "Closing twice, or before init, is no error.",
       close_twice_is_no_error},
      {"lifecycle/close_waits_for_transactions",
       "Close refuses new calls and lets a running transaction end within its grace.",
       close_waits_for_transactions},
      {"lifecycle/close_cancels_what_outlasts_its_grace",
       "A transaction that outlasts the grace ends with Closed or Cancelled.",
       close_cancels_what_outlasts_its_grace},
      {"lifecycle/a_deadline_that_has_passed_is_a_timeout",
       "Under a deadline that has passed every call is Timeout, and nothing is done.",
       a_deadline_that_has_passed_is_a_timeout},
      {"lifecycle/a_stop_that_was_requested_cancels",
       "Under a stop that was requested every call is Cancelled, and nothing is done.",
       a_stop_that_was_requested_cancels},
      {"lifecycle/patient_calls_are_done",
       "With a deadline ahead and a stop that nobody requests every write is done.",
       patient_calls_are_done},
      {"lifecycle/eventual_reads_answer", "Reads that may be stale are answered.",
       eventual_reads_answer},
      {"lifecycle/data_is_there_in_another_store",
       "Another store on the same data holds the same, and sees later writes.",
       data_is_there_in_another_store},
      {"lifecycle/data_is_there_after_close",
       "What was written is there when the data is opened again, and cursors still hold.",
       data_is_there_after_close},
  };
}

}  // namespace botstore::testing
