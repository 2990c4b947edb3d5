#include "lib/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace botstore::detail {

namespace {

/// How many bytes from `at` on are ASCII, eight at a time; the rest is left to the caller.
std::size_t ascii_run(std::string_view text, std::size_t at) noexcept {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  const auto start = at;
  for (; text.size() - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & high_bits) != 0) break;
  }
  return at - start;
}

bool in_range(unsigned char byte, unsigned char first, unsigned char last) noexcept {
  return byte >= first && byte <= last;
}

/// The length of the well-formed sequence that `text` starts with (Unicode, table 3-7); 0 if it
/// starts with none. Only the second byte has narrower bounds, which exclude overlong forms,
/// surrogates and what lies above U+10FFFF.
std::size_t sequence_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto lead = byte(0);
  if (lead < 0x80) return 1;
  if (!in_range(lead, 0xc2, 0xf4)) return 0;
  const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < length) return 0;
  const unsigned char lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (!in_range(byte(1), lowest, highest)) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (!in_range(byte(i), 0x80, 0xbf)) return 0;
  return length;
}

/// The code point of a well-formed sequence.
char32_t decode(std::string_view sequence) noexcept {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead;
  char32_t code = lead & (0x7fU >> sequence.size());
  for (const char byte : sequence.substr(1))
    code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3fU);
  return code;
}

bool is_white_space(char32_t code) noexcept {
  constexpr std::array<char32_t, 8> singles{0x20,   0x85,   0xa0,   0x1680,
                                            0x2028, 0x2029, 0x202f, 0x205f};
  return (code >= 0x09 && code <= 0x0d) || (code >= 0x2000 && code <= 0x200a) || code == 0x3000 ||
         std::ranges::find(singles, code) != singles.end();
}

}  // namespace

std::optional<Character> first_character(std::string_view text) noexcept {
  const auto length = text.empty() ? 0 : sequence_length(text);
  if (length == 0) return std::nullopt;
  return Character{decode(text.substr(0, length)), length};
}

void append_utf8(std::string& out, char32_t code) {
  const unsigned tails = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const auto mark = tails == 0 ? 0U : 0xffU << (7 - tails);
  out += static_cast<char>(mark | code >> (6 * tails));
  for (auto left = tails; left-- > 0;)
    out += static_cast<char>(0x80U | (code >> (6 * left) & 0x3fU));
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    at += ascii_run(text, at);
    if (at == text.size()) break;
    const auto length = sequence_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

bool is_blank(std::string_view text) noexcept {
  while (const auto character = first_character(text)) {
    if (!is_white_space(character->code)) return false;
    text.remove_prefix(character->bytes);
  }
  return text.empty();
}

}  // namespace botstore::detail
