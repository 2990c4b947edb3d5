#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/harness/histogram.hpp"
#include "bench/harness/measure.hpp"
#include "bench/harness/settings.hpp"
#include "tests/catch.hpp"

using bench::Histogram;
using namespace std::chrono_literals;

TEST_CASE("A quantile is off by one part in 64 at the most") {
  for (std::int64_t time = 1; time < 10'000'000'000; time = time * 5 / 3 + 1) {
    Histogram histogram;
    histogram.add(std::chrono::nanoseconds{time});
    const auto off = histogram.quantile(0.5).count() - time;
    CAPTURE(time, off);
    CHECK(64 * std::abs(off) <= time);
  }
}

TEST_CASE("A quantile is the time that so many did not exceed") {
  Histogram histogram;
  for (int i = 0; i < 98; ++i) histogram.add(10ns);
  Histogram slow;
  slow.add(20ns);
  slow.add(30ns);
  histogram.add(slow);
  CHECK(histogram.count() == 100);
  CHECK(histogram.quantile(0.5) == 10ns);
  CHECK(histogram.quantile(0.98) == 10ns);
  CHECK(histogram.quantile(0.99) == 20ns);
  CHECK(histogram.quantile(1.0) == 30ns);
}

TEST_CASE("Without a time every quantile is zero") {
  CHECK(Histogram{}.quantile(0.99) == 0ns);
}

TEST_CASE("What a caller throws ends the measurement and is thrown") {
  const bench::Turn fails = [] { throw std::runtime_error("no answer"); };
  const bench::Turn works = [] {};
  CHECK_THROWS_WITH(bench::measure({works, fails}, 100s, 100s), "no answer");
}

TEST_CASE("All callers' calls are counted") {
  using std::chrono::duration;
  const bench::Turn turn = [] { std::this_thread::yield(); };
  const auto figures = bench::measure({turn, turn}, 0s, duration<double>{0.01});
  CHECK(figures.per_second > 0);
  CHECK(figures.p50_us <= figures.p99_us);
}

TEST_CASE("Options are read in either form, and several operations add up") {
  const auto settings = bench::read_settings(
      {"--callers", "8", "--threads=20", "--json", "--operation", "get", "--operation=save"});
  CHECK(settings.callers == 8);
  CHECK(settings.sizes.threads == 20);
  CHECK(settings.json);
  CHECK(settings.operations == std::vector<std::string>{"get", "save"});
}

TEST_CASE("An option that cannot be read is named") {
  using Arguments = std::vector<std::string>;
  const auto refused = [](const Arguments& arguments, const char* message) {
    CHECK_THROWS_WITH(bench::read_settings(arguments), message);
  };
  refused({"--caller", "8"}, "there is no option --caller");
  refused({"callers"}, "there is no option callers");
  refused({"--callers"}, "--callers needs a value");
  refused({"--callers", "0"}, "--callers: '0' is not a whole number from 1 on");
  refused({"--seconds", "long"}, "--seconds: 'long' is not a number of seconds, a day at most");
  refused({"--json=1"}, "--json takes no value");
}

TEST_CASE("The schema and the connections are parts of a PostgreSQL store's URL") {
  bench::Settings settings{.store = "postgresql://host/db", .schema = "s", .callers = 8};
  CHECK(settings.store_url() == "postgresql://host/db?schema=s&pool_max=8");
  settings.store += "?sslmode=require";
  settings.connections = 2;
  CHECK(settings.store_url() == "postgresql://host/db?sslmode=require&schema=s&pool_max=2");
  settings.store = "memory:";
  CHECK(settings.store_url() == "memory:");
}
