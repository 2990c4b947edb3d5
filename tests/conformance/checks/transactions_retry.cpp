#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/wrapping.hpp"

namespace botstore::testing {

namespace {

Error lost_race(bool retryable) {
  return Error{
      ErrorCode::conflict,
      {.context = "commit", .cause = "another transaction was faster", .retryable = retryable}};
}

/// Loses the first races that its transactions enter, after their functions have run.
class RaceLoser : public Wrapping<RaceLoser> {
 public:
  using Wrapping::Wrapping;

  int losses = 0;
  bool retryable = true;

 protected:
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override {
    const bool loses = losses-- > 0;
    const auto lose_at_the_end = [&](Storage& view) {
      body(view);
      if (loses) throw lost_race(retryable);
    };
    Wrapping::do_transaction(lose_at_the_end, options, call);
  }
};

/// Loses the first races that saves of threads enter, in the middle of a transaction.
class SlowSaver : public StorageWrapper {
 public:
  SlowSaver(Storage& inner, int& losses) : StorageWrapper{inner}, losses_{losses} {}

 protected:
  std::unique_ptr<Storage> wrap_transaction(Storage& view) override {
    return std::make_unique<SlowSaver>(view, losses_);
  }
  ThreadReceipt do_save_thread(const backend::SaveThread& request,
                               const CallOptions& call) override {
    if (losses_-- > 0) throw lost_race(true);
    return StorageWrapper::do_save_thread(request, call);
  }

 private:
  int& losses_;
};

/// Appends a message under a new id and returns how often it has run.
auto append_counting(int& runs) {
  return [&runs](Storage& view) {
    view.save_message({.thread_id = "t1", .role = "user"});
    return ++runs;
  };
}

void a_lost_race_is_retried_on_request(Context& context) {
  context.store.save_thread(thread("t1"));
  RaceLoser loser{context.store};
  loser.losses = 2;
  int runs = 0;
  const auto returned = loser.transaction(append_counting(runs), {.retry = true});
  expect_equal(runs, 3, "runs");
  expect_equal(returned, 3, "what the last run returned");
  expect_equal(all_messages(context.store, "t1").size(), 1, "the messages of one run");
}

void nothing_is_retried_unasked(Context& context) {
  context.store.save_thread(thread("t1"));
  RaceLoser loser{context.store};
  loser.losses = 1;
  int runs = 0;
  const auto error =
      expect_error(ErrorCode::conflict, [&] { (void)loser.transaction(append_counting(runs)); });
  expect(error.retryable(), "the conflict is retryable");
  expect_equal(runs, 1, "runs");
  expect(all_messages(context.store, "t1").empty(), "nothing is stored");
}

void attempts_are_bounded(Context& context) {
  context.store.save_thread(thread("t1"));
  RaceLoser loser{context.store};
  loser.losses = 100;
  int runs = 0;
  expect_error(ErrorCode::conflict, [&] {
    (void)loser.transaction(append_counting(runs), {.retry = true, .attempts = 3});
  });
  expect_equal(runs, 3, "runs");
  expect(all_messages(context.store, "t1").empty(), "nothing is stored");
}

void other_errors_are_not_retried(Context& context) {
  context.store.save_thread(thread("t1"));
  RaceLoser loser{context.store};
  loser.losses = 1;
  loser.retryable = false;
  int runs = 0;
  expect_error(ErrorCode::conflict,
               [&] { (void)loser.transaction(append_counting(runs), {.retry = true}); });
  expect_equal(runs, 1, "runs after a conflict that a repetition does not solve");

  runs = 0;
  expect_error(ErrorCode::not_found, [&] {
    context.store.transaction(
        [&](Storage& view) {
          ++runs;
          view.update_thread("none", {});
        },
        {.retry = true});
  });
  expect_equal(runs, 1, "runs after NotFound");
}

void users_exceptions_are_not_retried(Context& context) {
  int runs = 0;
  try {
    context.store.transaction(
        [&](Storage&) {
          ++runs;
          throw std::runtime_error{"mine"};
        },
        {.retry = true});
    fail("the exception does not pass");
  } catch (const std::runtime_error&) {
    expect_equal(runs, 1, "runs");
  }
}

void a_race_lost_in_the_middle_is_retried(Context& context) {
  for (const bool swallowed : {false, true}) {
    const std::string id = swallowed ? "swallowed" : "passed on";
    int losses = 2;
    int runs = 0;
    SlowSaver saver{context.store, losses};
    saver.transaction(
        [&](Storage& view) {
          ++runs;
          view.save_resource({.id = id + std::to_string(runs)});
          try {
            view.save_thread(thread(id));
          } catch (const Error&) {
            if (!swallowed) throw;
          }
        },
        {.retry = true});
    expect_equal(runs, 3, "runs");
    expect(context.store.get_thread(id).has_value(), "the thread is stored");
    const auto resources = context.store.list_resources({.id_prefix = id}).items;
    expect_equal(resources.size(), 1, "the resources of one run");
  }
}

}  // namespace

std::vector<Check> transaction_retry_checks() {
  return {
      {"transactions/a_lost_race_is_retried_on_request",
       "With the option, a function whose transaction lost a race runs again, from the start.",
       a_lost_race_is_retried_on_request},
      {"transactions/nothing_is_retried_unasked",
       "Without the option, a lost race is a retryable Conflict, and nothing is stored.",
       nothing_is_retried_unasked},
      {"transactions/attempts_are_bounded", "A function runs no more often than stated.",
       attempts_are_bounded},
      {"transactions/other_errors_are_not_retried",
       "Other errors end a transaction at the first run.", other_errors_are_not_retried},
      {"transactions/users_exceptions_are_not_retried",
       "The function's own exception ends the transaction at the first run.",
       users_exceptions_are_not_retried},
      {"transactions/a_race_lost_in_the_middle_is_retried",
       "A call inside that loses a race has the whole function run again, even if it is caught.",
       a_race_lost_in_the_middle_is_retried},
  };
}

}  // namespace botstore::testing
