#include "lib/json/scan.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "lib/json/number.hpp"

namespace botstore::detail {

namespace {

bool starts_number(char c) noexcept {
  return c == '-' || (c >= '0' && c <= '9');
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
  return fault_;
}

void NumberMask::mask_number() {
  const auto token = number_token(source_, at_);
  if (!is_number(token))
    fault_ = Fault{"an invalid number", at_};
  else if (limits_ == NumberLimits::apply)
    if (auto what = find_number_fault(token)) fault_ = Fault{*std::move(what), at_};
  text_.replace(at_, token.size(), token.size(), ' ');
  text_[at_] = '0';
  at_ += token.size();
}

void NumberMask::pass_string() {
  ++at_;
  while (at_ < source_.size() && source_[at_] != '"' && !fault_) {
    if (source_[at_] == '\\')
      pass_escape();
    else
      ++at_;
  }
  ++at_;
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
