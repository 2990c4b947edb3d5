#include "tools/output/text.hpp"

#include <fmt/format.h>
#include <locale.h>
#include <wchar.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "lib/text/utf8.hpp"

namespace botstore::tools {

namespace {

/// The first character of a text that is not empty; a byte that begins none counts as one.
detail::Character first_of(std::string_view text) noexcept {
  return detail::first_character(text).value_or(detail::Character{.code = '?', .bytes = 1});
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
    const auto character = detail::first_character(text);
    const auto bytes = text.substr(0, character ? character->bytes : 1);
    const bool stays = lines == Lines::many && (bytes == "\n" || bytes == "\t");
    if (!character)
      safe += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    else if (lies_in(obeyed, character->code) && !stays)
      safe += escaped(character->code);
    else
      safe += bytes;
    text.remove_prefix(bytes.size());
  }
  return safe;
}

std::string safe_json(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const auto [code, bytes] = first_of(text);
    if (code >= 0x7f && lies_in(obeyed, code))
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
    else
      safe += text.substr(0, bytes);
    text.remove_prefix(bytes);
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
    const auto [code, bytes] = first_of(text);
    width += width_of(code);
    text.remove_prefix(bytes);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string{text};
  std::string cut;
  for (std::size_t used = 0; !text.empty();) {
    const auto [code, bytes] = first_of(text);
    used += width_of(code);
    if (used + 1 > width) break;
    cut += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return width == 0 ? cut : cut + "…";
}

}  // namespace botstore::tools
