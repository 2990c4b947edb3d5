#include "botstore/time.hpp"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "botstore/error.hpp"

namespace botstore {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

[[noreturn]] void refuse(std::string reason) {
  throw Error(ErrorCode::invalid_argument, {.context = "parse_time: text",
                                            .cause = std::move(reason),
                                            .hint = "Write a time like 2026-03-01T08:00:09Z",
                                            .field = "text"});
}

/// Reads the parts of a text in RFC 3339 from left to right.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_{text} {}

  Timestamp read() {
    const auto date = read_date();
    expect("Tt");
    const auto time = read_time();
    const auto offset = read_offset();
    if (at_ != text_.size()) fail();
    return check_years(date + time - offset);
  }

 private:
  [[noreturn]] void fail() const {
    refuse(fmt::format("is not a time of RFC 3339 from byte {} on", at_));
  }

  [[nodiscard]] bool next_is(std::string_view any_of) const {
    return at_ < text_.size() && any_of.find(text_[at_]) != std::string_view::npos;
  }

  char expect(std::string_view any_of) {
    if (!next_is(any_of)) fail();
    return text_[at_++];
  }

  int number(int digits) {
    int value = 0;
    for (int i = 0; i < digits; ++i) value = value * 10 + (expect("0123456789") - '0');
    return value;
  }

  int number_up_to(int largest, std::string_view name) {
    const auto value = number(2);
    if (value > largest) refuse(fmt::format("has the {} {}", name, value));
    return value;
  }

  Timestamp read_date() {
    const std::chrono::year year{number(4)};
    expect("-");
    const std::chrono::month month{static_cast<unsigned>(number(2))};
    expect("-");
    const std::chrono::day day{static_cast<unsigned>(number(2))};
    const auto date = year / month / day;
    if (!date.ok()) refuse("names a day that does not exist");
    return std::chrono::sys_days{date};
  }

  microseconds read_time() {
    const hours hour{number_up_to(23, "hour")};
    expect(":");
    const minutes minute{number_up_to(59, "minute")};
    expect(":");
    const seconds second{number_up_to(59, "second")};
    return hour + minute + second + read_fraction();
  }

  microseconds read_fraction() {
    if (!next_is(".")) return microseconds{0};
    ++at_;
    constexpr int most_digits = 9;
    int nanoseconds = 0;
    int digits = 0;
    do {
      nanoseconds = nanoseconds * 10 + number(1);
      ++digits;
    } while (digits < most_digits && next_is("0123456789"));
    for (; digits < most_digits; ++digits) nanoseconds *= 10;
    return std::chrono::floor<microseconds>(std::chrono::nanoseconds{nanoseconds});
  }

  minutes read_offset() {
    const auto sign = expect("Zz+-");
    if (sign == 'Z' || sign == 'z') return minutes{0};
    const hours hour{number_up_to(23, "offset's hour")};
    expect(":");
    const minutes minute{number_up_to(59, "offset's minute")};
    return sign == '-' ? -(hour + minute) : hour + minute;
  }

  [[nodiscard]] static Timestamp check_years(Timestamp time) {
    if (time < earliest_time || time > latest_time) refuse("lies outside the years 1 to 9999");
    return time;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Timestamp system_now() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::string format_time(Timestamp time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                          clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (const auto fraction = clock.subseconds().count(); fraction != 0) {
    text += fmt::format(".{:06}", fraction);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + 'Z';
}

Timestamp parse_time(std::string_view text) {
  return TimeReader{text}.read();
}

bool contains(const TimeRange& range, Timestamp time) noexcept {
  if (range.start && (range.start_exclusive ? time <= *range.start : time < *range.start))
    return false;
  if (range.end && (range.end_exclusive ? time >= *range.end : time > *range.end)) return false;
  return true;
}

}  // namespace botstore
