#include "tools/output/text.hpp"

#include <fmt/format.h>
#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace botstore::tools {

namespace {

struct Character {
  std::optional<char32_t> code{};  // Absent: a byte that begins no character.
  std::size_t bytes = 1;
};

std::size_t length_of(unsigned char first) noexcept {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/// The first character of a text that is not empty.
Character first_of(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  const auto length = length_of(first);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {.code = first};
  char32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0U) != 0x80) return {};
    code = code << 6U | (next & 0x3fU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < smallest.at(length) || surrogate || code > 0x10ffff) return {};
  return {.code = code, .bytes = length};
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool lies_in(const std::array<Range, N>& ranges, char32_t code) noexcept {
  return std::ranges::any_of(
      ranges, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

// The C0 and C1 controls, and what turns the direction of text, breaks lines or is not seen.
constexpr std::array obeyed{
    Range{0x00, 0x1f},     Range{0x7f, 0x9f},     Range{0x61c, 0x61c},   Range{0x200e, 0x200f},
    Range{0x2028, 0x202e}, Range{0x2066, 0x2069}, Range{0xfeff, 0xfeff},
};
/// The C library's knowledge of scripts, whatever the language that the user has set.
locale_t unicode() noexcept {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

std::size_t width_of(char32_t code) noexcept {
  static_assert(sizeof(wchar_t) == sizeof(char32_t));
  if (unicode() == nullptr) return 1;
  const auto before = uselocale(unicode());
  const int width = wcwidth(static_cast<wchar_t>(code));
  uselocale(before);
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

std::string escaped(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\t') return "\\t";
  if (code == '\r') return "\\r";
  return code < 0x80 ? fmt::format("\\x{:02x}", static_cast<std::uint32_t>(code))
                     : fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
}

}  // namespace

std::string safe_text(std::string_view text, Lines lines) {
  std::string safe;
  while (!text.empty()) {
    const auto character = first_of(text);
    const auto bytes = text.substr(0, character.bytes);
    const bool stays = lines == Lines::many && (bytes == "\n" || bytes == "\t");
    if (!character.code)
      safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    else if (lies_in(obeyed, *character.code) && !stays)
      safe += escaped(*character.code);
    else
      safe += bytes;
    text.remove_prefix(character.bytes);
  }
  return safe;
}

std::string safe_json(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const auto character = first_of(text);
    const auto code = character.code.value_or(0);
    if (code >= 0x7f && lies_in(obeyed, code))
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    else
      safe += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return safe;
}

std::string indent_rest(std::string_view text, std::size_t columns) {
  std::string indented;
  for (const char character : text) {
    indented += character;
    if (character == '\n') indented.append(columns, ' ');
  }
  return indented;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto character = first_of(text);
    width += width_of(character.code.value_or('?'));
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  std::string cut;
  for (std::size_t used = 0; !text.empty();) {
    const auto character = first_of(text);
    used += width_of(character.code.value_or('?'));
    if (used + 1 > width) break;
    cut += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return width == 0 ? cut : cut + "…";
}

}  // namespace botstore::tools
