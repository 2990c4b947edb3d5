#include "lib/wait/retry.hpp"

#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::detail;
using namespace std::chrono_literals;

namespace {

bool always(const Error&) {
  return true;
}

/// Work that fails so many times before it succeeds.
struct Flaky {
  int failures;
  int calls = 0;

  void operator()() {
    ++calls;
    if (failures-- > 0) throw Error(ErrorCode::conflict, {.cause = "lost a race"});
  }
};

}  // namespace

TEST_CASE("what fails and may be repeated is repeated until it succeeds") {
  Flaky work{.failures = 3};
  retry(10, {}, always, std::ref(work));
  CHECK(work.calls == 4);
}

TEST_CASE("the attempts are bounded, and the last error passes") {
  Flaky work{.failures = 100};
  CHECK_THROWS_AS(retry(3, {}, always, std::ref(work)), Error);
  CHECK(work.calls == 3);
}

TEST_CASE("what must not be repeated is done once") {
  Flaky work{.failures = 1};
  const auto never = [](const Error&) { return false; };
  CHECK_THROWS_AS(retry(10, {}, never, std::ref(work)), Error);
  CHECK(work.calls == 1);
}

TEST_CASE("nothing is repeated behind the deadline") {
  Flaky work{.failures = 1'000'000};
  CHECK_THROWS_AS(retry(1'000'000, limits_within(0ms), always, std::ref(work)), Error);
  CHECK(work.calls == 1);
}

TEST_CASE("nothing is repeated once somebody asks to stop") {
  std::stop_source stop;
  stop.request_stop();
  const auto token = GENERATE(&Limits::stop, &Limits::outer_stop, &Limits::closing);
  {
    Limits limits;
    limits.*token = stop.get_token();
    Flaky work{.failures = 1'000'000};
    CHECK_THROWS_AS(retry(1'000'000, limits, always, std::ref(work)), Error);
    CHECK(work.calls == 1);
  }
}
