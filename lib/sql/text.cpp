#include "lib/sql/text.hpp"

#include <fmt/format.h>

#include "lib/text/utf8.hpp"

namespace botstore::detail {

namespace {

// UTF-8 sorts by code point, so the text behind a character's is the next character's.

std::optional<char32_t> next_code_point(char32_t point) {
  if (point == 0x10ffff) return std::nullopt;
  return point == 0xd7ff ? 0xe000 : point + 1;
}

}  // namespace

std::string replace_all(std::string_view text, std::string_view placeholder,
                        std::string_view replacement) {
  std::string result;
  result.reserve(text.size() + 64);
  for (;;) {
    const auto at = text.find(placeholder);
    result.append(text.substr(0, at));
    if (at == std::string_view::npos) return result;
    result.append(replacement);
    text.remove_prefix(at + placeholder.size());
  }
}

std::optional<std::string> end_of_prefix(std::string prefix) {
  while (!prefix.empty()) {
    auto start = prefix.size() - 1;
    while ((static_cast<unsigned char>(prefix[start]) & 0xc0) == 0x80) --start;
    const auto last = first_character(std::string_view{prefix}.substr(start)).value();
    prefix.resize(start);
    if (const auto next = next_code_point(last.code)) {
      append_utf8(prefix, *next);
      return prefix;
    }
  }
  return std::nullopt;
}

std::string order_by(std::initializer_list<std::string_view> columns, Direction direction) {
  std::string text;
  for (const auto column : columns)
    text += fmt::format("{}{}{}", text.empty() ? " order by " : ", ", column,
                        direction == Direction::descending ? " desc" : "");
  return text;
}

}  // namespace botstore::detail
