#include "lib/sql/text.hpp"

#include <fmt/format.h>

namespace botstore::detail {

namespace {

// UTF-8 sorts by code point, so the text behind a character's is the next character's.

/// The one character of `text`, which is valid.
char32_t decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (text.size() == 1) return lead;
  char32_t point = lead & (0xffU >> (text.size() + 1));
  for (const char byte : text.substr(1))
    point = point << 6 | (static_cast<unsigned char>(byte) & 0x3f);
  return point;
}

std::optional<char32_t> next_code_point(char32_t point) {
  if (point == 0x10ffff) return std::nullopt;
  return point == 0xd7ff ? 0xe000 : point + 1;
}

std::string encode_utf8(char32_t point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | (point >> shift & 0x3f));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xe0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
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
    const auto next = next_code_point(decode_utf8(std::string_view{prefix}.substr(start)));
    prefix.resize(start);
    if (next) return prefix + encode_utf8(*next);
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
