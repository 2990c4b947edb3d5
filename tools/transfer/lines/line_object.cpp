#include "tools/transfer/lines/line_object.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "lib/text/json/fault.hpp"
#include "lib/text/json/space.hpp"

namespace botstore::transfer {

namespace {

[[noreturn]] void refuse(std::string_view reason, std::size_t at) {
  throw std::runtime_error{detail::describe({std::string{reason}, at + 1})};
}

/// Walks through the text of one line.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : text_{text} {}

  [[nodiscard]] std::size_t at() const noexcept { return at_; }

  void skip_space() noexcept {
    const auto next = text_.find_first_not_of(detail::white_space, at_);
    at_ = next == std::string_view::npos ? text_.size() : next;
  }

  /// The next character that is no space, without taking it; U+0000 at the end.
  [[nodiscard]] char peek() noexcept {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  void expect(char wanted) {
    if (peek() != wanted) refuse(fmt::format("no '{}' where one must be", wanted), at_);
    ++at_;
  }

  /// A string with its quotes.
  std::string_view take_string() {
    const auto start = at_;
    expect('"');
    for (;;) {
      at_ = text_.find_first_of("\"\\", at_);
      if (at_ == std::string_view::npos) refuse("a string without an end", start);
      if (text_[at_] == '"') break;
      at_ += 2;
    }
    ++at_;
    return text_.substr(start, at_ - start);
  }

  /// The bytes of the next value, without the space around it.
  std::string_view take_value() {
    const char first = peek();
    const auto start = at_;
    if (first == '"') return take_string();
    if (first == '{' || first == '[') {
      skip_nested();
    } else {
      at_ = std::min(text_.find_first_of(",}] \t\r\n", at_), text_.size());
    }
    if (at_ == start) refuse("no value where one must be", start);
    return text_.substr(start, at_ - start);
  }

 private:
  void skip_nested() {
    const auto start = at_;
    std::size_t depth = 0;
    do {
      at_ = text_.find_first_of("\"{}[]", at_);
      if (at_ == std::string_view::npos) refuse("an array or object without an end", start);
      const char here = text_[at_];
      if (here == '"') {
        take_string();
        continue;
      }
      depth = here == '{' || here == '[' ? depth + 1 : depth - 1;
      ++at_;
    } while (depth > 0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> split_object(std::string_view text) {
  std::vector<std::pair<std::string_view, std::string_view>> members;
  Scanner scanner{text};
  scanner.expect('{');
  while (scanner.peek() != '}') {
    if (!members.empty()) scanner.expect(',');
    scanner.skip_space();
    const auto at = scanner.at();
    auto key = scanner.take_string();
    if (key.find('\\') != std::string_view::npos) refuse("an unknown key", at);
    key = key.substr(1, key.size() - 2);
    scanner.expect(':');
    const auto value = scanner.take_value();
    for (const auto& member : members)
      if (member.first == key) refuse(fmt::format("the key \"{}\" a second time", key), at);
    members.emplace_back(key, value);
  }
  scanner.expect('}');
  if (scanner.peek() != '\0' || scanner.at() != text.size())
    refuse("something behind the object's end", scanner.at());
  return members;
}

}  // namespace botstore::transfer
