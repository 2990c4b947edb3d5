#include <stop_token>
#include <string>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

/// A store whose clock asks the running call to stop when the call looks at it: a stop that comes
/// when the call has begun and before it has done anything.
class Interrupted {
 public:
  explicit Interrupted(Context& context)
      : store_{context.fixture.make_store([this, &context] {
          if (armed_) source_.request_stop();
          return context.clock.now();
        })} {
    store_->init();
    save_rows(*store_);
  }
  ~Interrupted() {
    armed_ = false;
    store_->close();
  }
  Interrupted(const Interrupted&) = delete;
  Interrupted& operator=(const Interrupted&) = delete;

  [[nodiscard]] Storage& store() noexcept { return *store_; }

  /// Calls `work` with options whose stop the clock requests, and sees that nothing is done.
  void expect_nothing_done(const std::function<void(const CallOptions& call)>& work) {
    Side side{*store_};
    const auto before = whole_state(side);
    source_ = {};
    armed_ = true;
    expect_error(ErrorCode::cancelled, [&] { work({.stop = source_.get_token()}); });
    armed_ = false;
    expect_equal(whole_state(side), before, "the state after it");
  }

 private:
  bool armed_ = false;
  std::stop_source source_{};
  std::unique_ptr<Storage> store_;
};

bool looks_at_the_clock(std::string_view write) {
  return !write.starts_with("delete") && !write.starts_with("remove") && write != "restore";
}

void for_every_timed_write(const std::function<void(const NamedCall& write)>& work) {
  for (const auto& write : every_write()) try {
      if (looks_at_the_clock(write.name)) work(write);
    } catch (const Failure& failure) {
      fail(std::string{write.name} + ": " + failure.what());
    }
}

void a_stop_while_it_runs_cancels(Context& context) {
  Interrupted interrupted{context};
  for_every_timed_write([&](const NamedCall& write) {
    interrupted.expect_nothing_done(
        [&](const CallOptions& call) { write.run(interrupted.store(), call); });
  });
}

void a_stop_of_its_transaction_while_it_runs_cancels(Context& context) {
  Interrupted interrupted{context};
  for_every_timed_write([&](const NamedCall& write) {
    interrupted.expect_nothing_done([&](const CallOptions& call) {
      interrupted.store().transaction([&](Storage& view) { write.run(view, {}); }, {}, call);
    });
  });
}

void a_stop_of_its_transaction_holds_for_every_call(Context& context) {
  save_rows(context.store);
  Side side{context.store};
  const auto before = whole_state(side);
  auto calls = every_read();
  calls.insert(calls.end(), every_write().begin(), every_write().end());
  for (const auto& call : calls) {
    std::stop_source source;
    expect_error(ErrorCode::cancelled, [&] {
      context.store.transaction(
          [&](Storage& view) {
            view.save_thread(thread("inside"));
            source.request_stop();
            expect_error(ErrorCode::cancelled, [&] { call.run(view, {}); });
          },
          {}, {.stop = source.get_token()});
    });
  }
  expect_equal(whole_state(side), before, "the state after all of them");
}

void a_transaction_that_is_stopped_at_its_end_is_undone(Context& context) {
  std::stop_source source;
  expect_error(ErrorCode::cancelled, [&] {
    context.store.transaction(
        [&](Storage& view) {
          view.save_thread(thread("t1"));
          source.request_stop();
        },
        {}, {.stop = source.get_token()});
  });
  expect(!context.store.get_thread("t1").has_value(), "nothing was stored");
}

}  // namespace

std::vector<Check> limit_checks() {
  return {
      {"limits/a_stop_while_it_runs_cancels",
       "A write that is asked to stop when it has begun is Cancelled, and changes nothing.",
       a_stop_while_it_runs_cancels},
      {"limits/a_stop_of_its_transaction_while_it_runs_cancels",
       "So is a transaction that is asked to stop while a write in it runs.",
       a_stop_of_its_transaction_while_it_runs_cancels},
      {"limits/a_stop_of_its_transaction_holds_for_every_call",
       "The stop of a transaction holds for every call in it.",
       a_stop_of_its_transaction_holds_for_every_call},
      {"limits/a_transaction_that_is_stopped_at_its_end_is_undone",
       "A transaction whose function asks to stop and returns is Cancelled and undone.",
       a_transaction_that_is_stopped_at_its_end_is_undone},
  };
}

}  // namespace botstore::testing
