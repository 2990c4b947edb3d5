#include "lib/text/json/string.hpp"

#include <charconv>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "lib/text/utf8.hpp"

namespace botstore::detail {

namespace {

// The escapes of two characters. The last may be read, and need not be written.
constexpr std::string_view escaped = "\"\\\b\f\n\r\t/";
constexpr std::string_view letters = "\"\\bfnrt/";

constexpr bool is_plain(char c) noexcept {
  return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

constexpr bool is_high_surrogate(char32_t unit) noexcept {
  return unit >= 0xd800 && unit <= 0xdbff;
}

constexpr bool is_low_surrogate(char32_t unit) noexcept {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/// The bytes of `\uXXXX`.
constexpr std::size_t unit_bytes = 6;

/// The number in the `\uXXXX` that `text` begins with; absent if it begins with none.
std::optional<char32_t> escaped_unit(std::string_view text) noexcept {
  if (text.size() < unit_bytes || !text.starts_with("\\u")) return std::nullopt;
  std::uint32_t unit = 0;
  const auto* const end = text.data() + unit_bytes;
  if (std::from_chars(text.data() + 2, end, unit, 16).ptr != end) return std::nullopt;
  return unit;
}

void write_escaped(std::string& out, char c) {
  if (const auto at = escaped.find(c); at != std::string_view::npos) {
    out += '\\';
    out += letters[at];
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

/// The character whose escape of two characters `text` begins with; absent if it begins with none.
std::optional<char> short_escape(std::string_view text) noexcept {
  if (text.size() < 2 || text.front() != '\\') return std::nullopt;
  const auto at = letters.find(text[1]);
  if (at == std::string_view::npos) return std::nullopt;
  return escaped[at];
}

}  // namespace

std::size_t plain_run(std::string_view text) noexcept {
  std::size_t run = 0;
  while (run < text.size() && is_plain(text[run])) ++run;
  return run;
}

std::optional<std::string_view> UnicodeEscape::fault() const noexcept {
  if (code == 0) return "the character U+0000";
  if (is_high_surrogate(code) || is_low_surrogate(code)) return "a lone surrogate";
  return std::nullopt;
}

std::optional<UnicodeEscape> unicode_escape(std::string_view text) noexcept {
  const auto unit = escaped_unit(text);
  if (!unit) return std::nullopt;
  if (is_high_surrogate(*unit))
    if (const auto low = escaped_unit(text.substr(unit_bytes)); low && is_low_surrogate(*low))
      return UnicodeEscape{0x10000 + ((*unit - 0xd800) << 10U) + (*low - 0xdc00), 2 * unit_bytes};
  return UnicodeEscape{*unit, unit_bytes};
}

void write_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    const auto run = plain_run(value);
    out += value.substr(0, run);
    value.remove_prefix(run);
    if (value.empty()) break;
    write_escaped(out, value.front());
    value.remove_prefix(1);
  }
  out += '"';
}

std::optional<Fault> read_string(std::string_view json, std::string& value) {
  if (json.size() < 2 || !json.starts_with('"') || !json.ends_with('"'))
    return Fault{"not a string"};
  auto rest = json.substr(1, json.size() - 2);
  const auto refuse = [&](std::string_view what) {
    return Fault{std::string{what}, json.size() - 1 - rest.size()};
  };
  value.clear();
  value.reserve(rest.size());
  while (!rest.empty()) {
    auto bytes = plain_run(rest);
    if (bytes > 0) {
      value += rest.substr(0, bytes);
    } else if (const auto escape = unicode_escape(rest)) {
      if (const auto what = escape->fault()) return refuse(*what);
      append_utf8(value, escape->code);
      bytes = escape->bytes;
    } else if (const auto character = short_escape(rest)) {
      value += *character;
      bytes = 2;
    } else {
      return refuse("an invalid escape or a raw control character");
    }
    rest.remove_prefix(bytes);
  }
  return std::nullopt;
}

}  // namespace botstore::detail
