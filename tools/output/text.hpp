#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// \file
/// Text of others on a terminal: what a stored message holds must not steer it.

namespace botstore::tools {

enum class Lines {
  one,   ///< Line feeds and tabs are escaped too.
  many,  ///< They stay.
};

/// `text` with everything escaped that a terminal obeys instead of showing: control characters, the
/// marks that turn the direction of text, and bytes that are no UTF-8.
[[nodiscard]] std::string safe_text(std::string_view text, Lines lines = Lines::one);

/// The text of a JSON value with the same characters escaped inside its strings, where alone they
/// can stand; control characters below U+0020 are so already.
[[nodiscard]] std::string safe_json(std::string_view text);

/// `text` with every line but the first moved right by so many columns.
[[nodiscard]] std::string indent_rest(std::string_view text, std::size_t columns);

/// How many columns a terminal needs for a text that is safe: two for a character of East Asia or
/// an emoji, none for a combining mark.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text cut to so many columns, with an ellipsis where something is missing.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace botstore::tools
