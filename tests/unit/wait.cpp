#include "lib/wait/wait.hpp"

#include <string>
#include <thread>

#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::detail;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

constexpr auto stops = {&Limits::stop, &Limits::outer_stop, &Limits::closing};

std::stop_token requested_stop() {
  std::stop_source source;
  source.request_stop();
  return source.get_token();
}

}  // namespace

TEST_CASE("a call without limits is never over") {
  CHECK(!Limits{}.over());
  CHECK(!Limits{}.time_left());
}

TEST_CASE("each limit ends a call, a stop before the store's closing before the deadline") {
  Limits limits{.deadline = steady_clock::now()};
  CHECK(limits.over() == End::deadline);
  CHECK(limits.time_left() == 0s);
  limits.closing = requested_stop();
  CHECK(limits.over() == End::closing);
  limits.outer_stop = requested_stop();
  CHECK(limits.over() == End::stop);
  CHECK(Limits{.stop = requested_stop()}.over() == End::stop);
  CHECK(!limits_within(1h).over());
}

TEST_CASE("the earlier of two deadlines holds") {
  const auto now = steady_clock::now();
  CHECK(Limits{}.until(now).deadline == now);
  CHECK(Limits{.deadline = now}.until(now + 1h).deadline == now);
  CHECK(Limits{.deadline = now + 1h}.until(now).deadline == now);
}

TEST_CASE("the limits of a transaction hold for the calls in it") {
  const auto now = steady_clock::now();
  CHECK(limits_of({.deadline = now + 1h}, {}, {.deadline = now}).deadline == now);
  CHECK(limits_of({.deadline = now}, {}, {.deadline = now + 1h}).deadline == now);
  CHECK(limits_of({}, {}, {.stop = requested_stop()}).over() == End::stop);
}

TEST_CASE("the error of a call that was ended says by what, and when") {
  const auto code = [](End end) { return interruption("save_thread", end).code(); };
  CHECK(code(End::deadline) == ErrorCode::timeout);
  CHECK(code(End::stop) == ErrorCode::cancelled);
  CHECK(code(End::closing) == ErrorCode::cancelled);
  CHECK(interruption("save_thread", End::deadline).what() ==
        std::string{"save_thread: the deadline passed before it was done"});
  CHECK(cause_of(End::stop, "before it began") == "the caller asked to stop before it began");
  CHECK(cause_of(End::closing, "while it waited") == "the store was closed while it waited");
}

TEST_CASE("a wait ends when what it waits for has come, whatever has ended the call by then") {
  std::mutex mutex;
  std::condition_variable changed;
  BoundedWait wait{mutex, changed, {.stop = requested_stop()}};
  std::unique_lock lock{mutex};
  CHECK(!wait.until(lock, [] { return true; }));
  CHECK(wait.until(lock, [] { return false; }) == End::stop);
}

TEST_CASE("a wait ends at its deadline") {
  CHECK(pause_until(steady_clock::now() + 1h, limits_within(1ms)) == End::deadline);
  CHECK(pause_until(steady_clock::now() + 1h, limits_within(-1h)) == End::deadline);
  CHECK(!pause_until(steady_clock::now() + 1ms, limits_within(1h)));
}

TEST_CASE("a stop ends a wait that has begun, and one that has not") {
  for (const auto token : stops)
    for (int round = 0; round < 200; ++round) {
      std::stop_source source;
      Limits limits;
      limits.*token = source.get_token();
      std::jthread stopper{[&] { source.request_stop(); }};
      CHECK(pause_until(steady_clock::now() + 1h, limits) ==
            (token == &Limits::closing ? End::closing : End::stop));
    }
}
