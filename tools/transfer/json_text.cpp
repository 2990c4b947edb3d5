#include "tools/transfer/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace botstore::transfer {

namespace {

[[noreturn]] void refuse(std::string_view reason, std::size_t at) {
  throw std::runtime_error{fmt::format("{} at byte {}", reason, at + 1)};
}

/// Walks through the text of one line.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : text_{text} {}

  [[nodiscard]] std::size_t at() const noexcept { return at_; }

  void skip_space() noexcept {
    const auto next = text_.find_first_not_of(" \t\r\n", at_);
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

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80U) return add(code);
  if (code < 0x800U) {
    add(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000U) {
      add(0xE0U | code >> 12U);
    } else {
      add(0xF0U | code >> 18U);
      add(0x80U | (code >> 12U & 0x3FU));
    }
    add(0x80U | (code >> 6U & 0x3FU));
  }
  add(0x80U | (code & 0x3FU));
}

/// The four digits of an escape `\uXXXX` at `at`.
std::uint32_t code_unit(std::string_view text, std::size_t at) {
  std::uint32_t unit = 0;
  const auto digits = text.substr(std::min(at, text.size()), 4);
  const auto* const end = digits.data() + digits.size();
  if (digits.size() < 4 || std::from_chars(digits.data(), end, unit, 16).ptr != end)
    refuse("a damaged escape in a string", at);
  return unit;
}

/// Decodes the escape `\uXXXX` whose digits are at `at`, and moves `at` behind it.
std::uint32_t take_code_point(std::string_view text, std::size_t& at) {
  const auto start = at;
  const auto unit = code_unit(text, at);
  at += 4;
  if (unit == 0) refuse("the character U+0000", start);
  if (unit < 0xD800U || unit > 0xDFFFU) return unit;
  if (unit < 0xDC00U && text.substr(at, 2) == "\\u") {
    const auto low = code_unit(text, at + 2);
    at += 6;
    if (low >= 0xDC00U && low <= 0xDFFFU)
      return 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
  }
  refuse("a lone surrogate", start);
}

std::optional<char> simple_escape(char letter) noexcept {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const auto found = letters.find(letter);
  if (found == std::string_view::npos) return std::nullopt;
  return meanings[found];
}

/// `text` is a number of RFC 8259.
std::string canonical_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto mantissa = text.substr(0, text.find_first_of("eE"));
  std::int64_t power = 0;
  if (mantissa.size() < text.size()) {
    auto written = text.substr(mantissa.size() + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    std::from_chars(written.data(), written.data() + written.size(), power);
  }
  std::string digits{mantissa.substr(0, mantissa.find('.'))};
  if (digits.size() < mantissa.size()) {
    const auto fraction = mantissa.substr(digits.size() + 1);
    digits += fraction;
    power -= static_cast<std::int64_t>(fraction.size());
  }
  const auto last = digits.find_last_not_of('0');
  if (last == std::string::npos) return "0";
  power += static_cast<std::int64_t>(digits.size() - last - 1);
  digits.erase(last + 1);
  digits.erase(0, digits.find_first_not_of('0'));
  return fmt::format("{}{}e{}", negative ? "-" : "", digits, power);
}

void append_canonical(std::string& out, const Json& json);

void append_canonical_object(std::string& out, const Json& json) {
  auto members = json.members();
  std::ranges::stable_sort(members, {}, [](const auto& member) { return member.first; });
  const auto start = out.size();
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i].first == members[i + 1].first) continue;
    if (out.size() > start + 1) out += ',';
    append_string(out, members[i].first);
    out += ':';
    append_canonical(out, members[i].second);
  }
  out += '}';
}

void append_canonical_array(std::string& out, const Json& json) {
  const auto start = out.size();
  out += '[';
  for (const auto& element : json.elements()) {
    if (out.size() > start + 1) out += ',';
    append_canonical(out, element);
  }
  out += ']';
}

void append_canonical(std::string& out, const Json& json) {
  switch (json.type()) {
    case JsonType::null:
      out += "null";
      break;
    case JsonType::boolean:
      out += json.as_boolean().value() ? "true" : "false";
      break;
    case JsonType::number:
      out += canonical_number(Scanner{json.text()}.take_value());
      break;
    case JsonType::string:
      append_string(out, json.as_string().value());
      break;
    case JsonType::array:
      append_canonical_array(out, json);
      break;
    case JsonType::object:
      append_canonical_object(out, json);
      break;
  }
}

}  // namespace

void append_string(std::string& out, std::string_view value) {
  out += '"';
  for (const char character : value) {
    switch (character) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(character) < 0x20)
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<int>(character));
        else
          out += character;
    }
  }
  out += '"';
}

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

std::string unquote(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') throw std::runtime_error{"not a string"};
  const auto text = json.substr(1, json.size() - 2);
  std::string value;
  value.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char character = text[at++];
    if (static_cast<unsigned char>(character) < 0x20)
      refuse("an unescaped control character in a string", at);
    if (character != '\\') {
      value += character;
    } else if (const char letter = text[at++]; letter == 'u') {
      append_utf8(value, take_code_point(text, at));
    } else if (const auto meaning = simple_escape(letter)) {
      value += *meaning;
    } else {
      refuse("an unknown escape in a string", at);
    }
  }
  return value;
}

std::string canonical(const Json& json) {
  if (json.text() == "{}") return json.text();
  std::string out;
  append_canonical(out, json);
  return out;
}

}  // namespace botstore::transfer
