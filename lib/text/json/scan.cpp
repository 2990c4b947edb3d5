#include "lib/text/json/scan.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "lib/text/json/number.hpp"

namespace botstore::detail {

namespace {

bool starts_number(char c) noexcept {
  return c == '-' || (c >= '0' && c <= '9');
}

/// Whether a character in a string is nothing but itself.
bool is_plain(char c) noexcept {
  return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

/// The four hexadecimal digits of an escape at `at`; absent if there are none.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) noexcept {
  constexpr std::size_t length = 6;
  const auto escape = text.substr(std::min(at, text.size()), length);
  if (escape.size() < length || !escape.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  const auto* const end = escape.data() + length;
  if (std::from_chars(escape.data() + 2, end, unit, 16).ptr != end) return std::nullopt;
  return unit;
}

bool is_high_surrogate(unsigned unit) noexcept {
  return unit >= 0xd800 && unit <= 0xdbff;
}

bool is_low_surrogate(unsigned unit) noexcept {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

}  // namespace

std::string_view number_token(std::string_view text, std::size_t at) noexcept {
  const auto end = text.find_first_not_of("0123456789+-.eE", at);
  return text.substr(at, end - at);
}

std::optional<Fault> NumberMask::run() {
  if (const auto nul = source_.find('\0'); nul != std::string_view::npos)
    return Fault{"the character U+0000", nul};
  while (at_ < source_.size() && !fault_) {
    if (source_[at_] == '"')
      pass_string();
    else if (starts_number(source_[at_]))
      mask_number();
    else
      ++at_;
  }
  take_over(source_.size());
  return fault_;
}

void NumberMask::mask_number() {
  const auto token = number_token(source_, at_);
  if (!is_number(token))
    fault_ = Fault{"an invalid number", at_};
  else if (limits_ == NumberLimits::apply)
    if (auto what = find_number_fault(token)) fault_ = Fault{*std::move(what), at_};
  take_over(at_);
  text_ += '0';
  text_.append(token.size() - 1, ' ');
  at_ += token.size();
  taken_ = at_;
}

void NumberMask::pass_string() {
  ++at_;
  while (at_ < source_.size() && source_[at_] != '"' && !fault_) {
    if (source_[at_] == '\\')
      pass_escape();
    else if (is_plain(source_[at_]))
      pass_plain();
    else
      ++at_;
  }
  ++at_;
}

void NumberMask::pass_plain() {
  const auto start = at_;
  while (at_ < source_.size() && is_plain(source_[at_])) ++at_;
  if (strings_ == Strings::keep) return;
  take_over(start);
  taken_ = at_;
}

void NumberMask::take_over(std::size_t end) {
  text_.append(source_.substr(taken_, end - taken_));
  taken_ = end;
}

void NumberMask::pass_escape() {
  constexpr std::size_t length = 6;
  const auto unit = escaped_unit(source_, at_);
  if (!unit) {
    at_ += 2;
    return;
  }
  const auto next = escaped_unit(source_, at_ + length);
  const bool is_pair = is_high_surrogate(*unit) && next && is_low_surrogate(*next);
  if (*unit == 0)
    fault_ = Fault{"the character U+0000", at_};
  else if (!is_pair && (is_high_surrogate(*unit) || is_low_surrogate(*unit)))
    fault_ = Fault{"a lone surrogate", at_};
  at_ += is_pair ? 2 * length : length;
}

}  // namespace botstore::detail
