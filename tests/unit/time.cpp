#include "botstore/time.hpp"

#include <chrono>
#include <random>
#include <string>
#include <string_view>

#include "botstore/error.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using botstore::contains;
using botstore::Error;
using botstore::ErrorCode;
using botstore::format_time;
using botstore::parse_time;
using botstore::TimeRange;
using botstore::Timestamp;
using std::chrono::microseconds;
using std::chrono::sys_days;

namespace {

constexpr Timestamp at(int year, unsigned month, unsigned day, microseconds time = 0us) {
  return sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)} + time;
}

/// What parse_time says about a text; empty if it takes it.
std::string refusal(std::string_view text) {
  try {
    static_cast<void>(parse_time(text));
    return {};
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(error.field() == "text");
    return error.details().cause;
  }
}

}  // namespace

TEST_CASE("a time is written with exactly the digits that it needs", "[time]") {
  CHECK(format_time(at(2026, 3, 1, 8h + 9s)) == "2026-03-01T08:00:09Z");
  CHECK(format_time(at(2026, 3, 1, 8h + 11s + 104'729us)) == "2026-03-01T08:00:11.104729Z");
  CHECK(format_time(at(2026, 3, 1, 100'000us)) == "2026-03-01T00:00:00.1Z");
  CHECK(format_time(at(2026, 3, 1, 1us)) == "2026-03-01T00:00:00.000001Z");
  CHECK(format_time(at(2026, 3, 1, 10us)) == "2026-03-01T00:00:00.00001Z");
  CHECK(format_time(Timestamp{}) == "1970-01-01T00:00:00Z");
  CHECK(format_time(Timestamp{-1us}) == "1969-12-31T23:59:59.999999Z");
  CHECK(format_time(botstore::earliest_time) == "0001-01-01T00:00:00Z");
  CHECK(format_time(botstore::latest_time) == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("RFC 3339 is read with any offset and letter case", "[time]") {
  const auto expected = at(2026, 3, 1, 8h + 9s);
  CHECK(parse_time("2026-03-01T08:00:09Z") == expected);
  CHECK(parse_time("2026-03-01t08:00:09z") == expected);
  CHECK(parse_time("2026-03-01T08:00:09+00:00") == expected);
  CHECK(parse_time("2026-03-01T08:00:09-00:00") == expected);
  CHECK(parse_time("2026-03-01T10:00:09+02:00") == expected);
  CHECK(parse_time("2026-03-01T00:30:09-07:30") == expected);
  CHECK(parse_time("2026-03-02T07:59:09+23:59") == expected);
  CHECK(parse_time("2024-02-29T23:00:00-01:00") == at(2024, 3, 1));
  CHECK(parse_time("2000-02-29T00:00:00Z") == at(2000, 2, 29));
}

TEST_CASE("digits beyond microseconds are cut", "[time]") {
  const auto second = at(2026, 3, 1);
  CHECK(parse_time("2026-03-01T00:00:00.1Z") == second + 100'000us);
  CHECK(parse_time("2026-03-01T00:00:00.000001Z") == second + 1us);
  CHECK(parse_time("2026-03-01T00:00:00.0000019Z") == second + 1us);
  CHECK(parse_time("2026-03-01T00:00:00.999999999Z") == second + 999'999us);
  CHECK(parse_time("1969-12-31T23:59:59.9999999Z") == Timestamp{-1us});
  CHECK(parse_time("9999-12-31T23:59:59.999999999Z") == botstore::latest_time);
}

TEST_CASE("what is not RFC 3339 is refused", "[time]") {
  for (const auto* const text : {"",
                                 " ",
                                 "now",
                                 "2026-03-01",
                                 "2026-03-01T08:00:09",
                                 "2026-03-01T08:00Z",
                                 "2026-03-01 08:00:09Z",
                                 "2026-03-01T08:00:09 Z",
                                 " 2026-03-01T08:00:09Z",
                                 "2026-03-01T08:00:09Z ",
                                 "2026-03-01T08:00:09.Z",
                                 "2026-03-01T08:00:09,5Z",
                                 "2026-03-01T08:00:09.1234567890Z",
                                 "2026-03-01T08:00:09+0200",
                                 "2026-03-01T08:00:09+02",
                                 "2026-03-01T08:00:09+2:00",
                                 "2026-3-1T08:00:09Z",
                                 "26-03-01T08:00:09Z",
                                 "12026-03-01T08:00:09Z",
                                 "-2026-03-01T08:00:09Z",
                                 "+2026-03-01T08:00:09Z",
                                 "20260301T080009Z",
                                 "2026-03-01T08-00-09Z",
                                 "2026-W09-7T08:00:09Z",
                                 "1772352009",
                                 "2026-03-01T08:00:09ZZ",
                                 "2026-03-01T08:00:0aZ",
                                 "2026-03-01T08:00:09+ab:cd"}) {
    INFO(text);
    CHECK(refusal(text).starts_with("is not a time of RFC 3339 from byte "));
  }
  CHECK(refusal("2026-03-01T08:00:09") == "is not a time of RFC 3339 from byte 19 on");
}

TEST_CASE("days and times that do not exist are refused", "[time]") {
  for (const auto* const date : {"2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01",
                                 "2026-13-01", "2026-01-00", "2026-01-32"}) {
    INFO(date);
    CHECK(refusal(std::string{date} + "T00:00:00Z") == "names a day that does not exist");
  }
  CHECK(refusal("2026-03-01T24:00:00Z") == "has the hour 24");
  CHECK(refusal("2026-03-01T00:60:00Z") == "has the minute 60");
  CHECK(refusal("2016-12-31T23:59:60Z") == "has the second 60");
  CHECK(refusal("2026-03-01T00:00:00+24:00") == "has the offset's hour 24");
  CHECK(refusal("2026-03-01T00:00:00+00:60") == "has the offset's minute 60");
}

TEST_CASE("the years go from 1 to 9999 after the offset", "[time]") {
  CHECK(parse_time("0001-01-01T00:00:00Z") == botstore::earliest_time);
  CHECK(parse_time("0000-12-31T23:00:00-01:00") == botstore::earliest_time);
  CHECK(parse_time("9999-12-31T23:00:00Z") == at(9999, 12, 31, 23h));
  for (const auto* const text :
       {"0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"}) {
    INFO(text);
    CHECK(refusal(text) == "lies outside the years 1 to 9999");
  }
}

TEST_CASE("random times read back as they were written", "[time][random]") {
  std::mt19937_64 random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  std::uniform_int_distribution<std::int64_t> counts{
      botstore::earliest_time.time_since_epoch().count(),
      botstore::latest_time.time_since_epoch().count()};
  for (int round = 0; round < 10'000; ++round) {
    const Timestamp time{microseconds{counts(random)}};
    REQUIRE(parse_time(format_time(time)) == time);
  }
}

TEST_CASE("a range holds its bounds unless they are exclusive", "[time]") {
  const Timestamp start{1s};
  const Timestamp end{2s};
  CHECK(contains(TimeRange{}, botstore::earliest_time));
  CHECK(contains({.start = start, .end = end}, start));
  CHECK(contains({.start = start, .end = end}, end));
  CHECK(contains({.start = start, .end = start}, start));
  CHECK_FALSE(contains({.start = start}, start - 1us));
  CHECK_FALSE(contains({.end = end}, end + 1us));
  CHECK(contains({.start = start}, end + 1us));
  CHECK_FALSE(contains({.start = start, .start_exclusive = true}, start));
  CHECK(contains({.start = start, .start_exclusive = true}, start + 1us));
  CHECK_FALSE(contains({.end = end, .end_exclusive = true}, end));
  CHECK(contains({.end = end, .end_exclusive = true}, end - 1us));
}

TEST_CASE("the system's clock lies inside the allowed years", "[time]") {
  CHECK(botstore::system_now() > at(2020, 1, 1));
  CHECK(botstore::system_now() < botstore::latest_time);
}
