#include "tools/transfer/json/json_string.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <stdexcept>

namespace botstore::transfer {

namespace {

[[noreturn]] void refuse(std::string_view reason, std::size_t at) {
  throw std::runtime_error{fmt::format("{} at byte {}", reason, at + 1)};
}

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

/// Decodes the escape `\uXXXX`, or the pair of them, at `at`, and moves `at` behind it.
std::uint32_t take_code_point(std::string_view text, std::size_t& at) {
  const auto start = at;
  const auto unit = escaped_unit(text.substr(at));
  if (!unit) refuse("a damaged escape in a string", start);
  at += unit_escape_bytes;
  if (*unit == 0) refuse("the character U+0000", start);
  if (!is_high_surrogate(*unit) && !is_low_surrogate(*unit)) return *unit;
  const auto low = escaped_unit(text.substr(at));
  if (is_low_surrogate(*unit) || !low || !is_low_surrogate(*low)) refuse("a lone surrogate", start);
  at += unit_escape_bytes;
  return 0x10000U + ((*unit - 0xD800U) << 10U) + (*low - 0xDC00U);
}

std::optional<char> simple_escape(char letter) noexcept {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const auto found = letters.find(letter);
  if (found == std::string_view::npos) return std::nullopt;
  return meanings[found];
}

}  // namespace

std::optional<std::uint32_t> escaped_unit(std::string_view text) {
  if (!text.starts_with("\\u") || text.size() < unit_escape_bytes) return std::nullopt;
  std::uint32_t unit = 0;
  const auto* const end = text.data() + unit_escape_bytes;
  if (std::from_chars(text.data() + 2, end, unit, 16).ptr != end) return std::nullopt;
  return unit;
}

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

std::string unquote(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') throw std::runtime_error{"not a string"};
  const auto text = json.substr(1, json.size() - 2);
  std::string value;
  value.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char character = text[at];
    if (static_cast<unsigned char>(character) < 0x20)
      refuse("an unescaped control character in a string", at);
    if (character != '\\') {
      value += character;
      ++at;
    } else if (at + 1 < text.size() && text[at + 1] == 'u') {
      append_utf8(value, take_code_point(text, at));
    } else if (const auto meaning = simple_escape(at + 1 < text.size() ? text[at + 1] : '\0')) {
      value += *meaning;
      at += 2;
    } else {
      refuse("an unknown escape in a string", at);
    }
  }
  return value;
}

}  // namespace botstore::transfer
