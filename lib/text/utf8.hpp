#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace botstore::detail {

/// A character, and how many bytes of a text it takes.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

/// The character that `text` begins with; absent if it is empty or begins with none.
[[nodiscard]] std::optional<Character> first_character(std::string_view text) noexcept;

/// `code` is no surrogate, and not above U+10FFFF.
void append_utf8(std::string& out, char32_t code);

/// Where `text` stops being valid UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above
/// U+10FFFF); absent if all of it is.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;

/// True if `text` is empty or holds only characters with Unicode's property White_Space. `text` is
/// valid UTF-8.
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

}  // namespace botstore::detail
