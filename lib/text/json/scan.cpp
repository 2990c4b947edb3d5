#include "lib/text/json/scan.hpp"

#include <utility>

#include "lib/text/json/number.hpp"
#include "lib/text/json/string.hpp"

namespace botstore::detail {

namespace {

bool starts_number(char c) noexcept {
  return c == '-' || (c >= '0' && c <= '9');
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
    else
      pass_plain();
  }
  ++at_;
}

void NumberMask::pass_plain() {
  const auto start = at_;
  at_ += plain_run(source_.substr(at_));
  if (at_ == start) {
    ++at_;  // A raw control character.
  } else if (strings_ == Strings::shorten) {
    take_over(start);
    taken_ = at_;
  }
}

void NumberMask::take_over(std::size_t end) {
  text_.append(source_.substr(taken_, end - taken_));
  taken_ = end;
}

void NumberMask::pass_escape() {
  const auto escape = unicode_escape(source_.substr(at_));
  if (escape)
    if (const auto what = escape->fault()) fault_ = Fault{std::string{*what}, at_};
  at_ += escape ? escape->bytes : 2;
}

}  // namespace botstore::detail
