#include "lib/text/json/number.hpp"

#include <array>
#include <charconv>
#include <compare>
#include <cstdlib>
#include <limits>
#include <system_error>

#include <fmt/format.h>

#include "botstore/limits.hpp"

namespace botstore::detail {

namespace {

constexpr std::string_view decimal_digits = "0123456789";

/// Cuts the digits that `text` starts with off it and returns them.
std::string_view take_digits(std::string_view& text) noexcept {
  const auto digits = text.substr(0, text.find_first_not_of(decimal_digits));
  text.remove_prefix(digits.size());
  return digits;
}

bool take_any(std::string_view& text, std::string_view of) noexcept {
  if (text.empty() || of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// A number's text taken apart.
struct Parts {
  bool negative = false;
  std::string_view whole{};
  std::string_view fraction{};
  std::string_view exponent{};  ///< With its minus, without a plus.
};

/// Absent if `text` is not a number as a whole.
std::optional<Parts> take_apart(std::string_view text) noexcept {
  Parts parts;
  parts.negative = take_any(text, "-");
  parts.whole = take_digits(text);
  if (parts.whole.empty() || (parts.whole.size() > 1 && parts.whole.front() == '0'))
    return std::nullopt;
  if (take_any(text, ".")) {
    parts.fraction = take_digits(text);
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (take_any(text, "eE")) {
    take_any(text, "+");
    parts.exponent = text;
    take_any(text, "-");
    if (take_digits(text).empty()) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return parts;
}

/// The exponent that a number is written with. One that no number needs is cut to a bound at which
/// the sum with any text's length does not overflow.
std::int64_t written_exponent(const Parts& parts) noexcept {
  constexpr std::int64_t bound = std::int64_t{1} << 60U;
  if (parts.exponent.empty()) return 0;
  std::int64_t value = 0;
  const auto* const end = parts.exponent.data() + parts.exponent.size();
  const auto error = std::from_chars(parts.exponent.data(), end, value).ec;
  if (error == std::errc{} && value >= -bound && value <= bound) return value;
  return parts.exponent.front() == '-' ? -bound : bound;
}

Decimal normalise(const Parts& parts) {
  Decimal decimal{.negative = parts.negative};
  decimal.digits.reserve(parts.whole.size() + parts.fraction.size());
  decimal.digits.append(parts.whole).append(parts.fraction);
  const auto first = decimal.digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  decimal.digits.erase(0, first);
  decimal.exponent = written_exponent(parts) + static_cast<std::int64_t>(parts.whole.size()) -
                     static_cast<std::int64_t>(first);
  return decimal;
}

/// A double's exact value; the longest has 767 digits.
Decimal exact(double value) {
  std::array<char, 800> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::scientific, 770)
                       .ptr;
  return to_decimal(std::string_view{text.data(), end});
}

/// Orders by distance from zero. Neither is zero.
std::strong_ordering compare_magnitude(const Decimal& left, const Decimal& right) {
  if (left.exponent != right.exponent) return left.exponent <=> right.exponent;
  return left.digits <=> right.digits;
}

bool in_double_range(const Decimal& number) {
  static const auto largest = exact(std::numeric_limits<double>::max());
  static const auto smallest = exact(std::numeric_limits<double>::denorm_min());
  return number.digits.empty() || (std::is_lteq(compare_magnitude(number, largest)) &&
                                   std::is_gteq(compare_magnitude(number, smallest)));
}

}  // namespace

bool is_number(std::string_view text) noexcept {
  return take_apart(text).has_value();
}

std::optional<std::string> find_number_fault(std::string_view number) {
  if (number.size() > limits::json_number_chars)
    return fmt::format("a number of {} characters, more than the {} allowed", number.size(),
                       limits::json_number_chars);
  const auto parts = take_apart(number).value();
  if (std::abs(written_exponent(parts)) > limits::json_number_exponent)
    return fmt::format("a number with an exponent beyond {}", limits::json_number_exponent);
  if (!in_double_range(normalise(parts))) return "a number outside a double's range";
  return std::nullopt;
}

Decimal to_decimal(std::string_view number) {
  return normalise(take_apart(number).value());
}

void write_decimal(std::string& out, const Decimal& number) {
  if (number.digits.empty()) {
    out += '0';
    return;
  }
  if (number.negative) out += '-';
  out += number.digits;
  out += 'e';
  out += std::to_string(number.exponent - static_cast<std::int64_t>(number.digits.size()));
}

std::optional<std::int64_t> to_integer(std::string_view number) {
  constexpr std::int64_t most_digits = std::numeric_limits<std::int64_t>::digits10 + 1;
  const auto decimal = to_decimal(number);
  const auto digits = static_cast<std::int64_t>(decimal.digits.size());
  if (decimal.exponent < digits || decimal.exponent > most_digits) return std::nullopt;
  if (digits == 0) return 0;
  auto text = (decimal.negative ? "-" : "") + decimal.digits;
  text.append(static_cast<std::size_t>(decimal.exponent - digits), '0');
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
    return std::nullopt;
  return value;
}

std::optional<double> to_double(std::string_view number) {
  if (!in_double_range(to_decimal(number))) return std::nullopt;
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value;
}

std::string number_text(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

}  // namespace botstore::detail
