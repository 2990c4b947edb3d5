#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/text/json/fault.hpp"

/// \file
/// JSON strings, as text and as what they say.

namespace botstore::detail {

/// Appends a JSON string with no more escapes than RFC 8259 demands; JSON.stringify writes the
/// same.
void write_string(std::string& out, std::string_view value);

/// Puts what a JSON string says into `value`, however long it is; its UTF-8 is not checked. Returns
/// the first reason found why `json` is none.
[[nodiscard]] std::optional<Fault> read_string(std::string_view json, std::string& value);

/// How many characters at the start of a text are, in a JSON string, nothing but themselves.
[[nodiscard]] std::size_t plain_run(std::string_view text) noexcept;

/// An escape `\uXXXX`, or two that are one character together.
struct UnicodeEscape {
  char32_t code = 0;
  std::size_t bytes = 0;

  /// Why no text holds the character; absent if it may.
  [[nodiscard]] std::optional<std::string_view> fault() const noexcept;
};

/// The one that `text` begins with; absent if it begins with none. Half of a pair is one by itself.
[[nodiscard]] std::optional<UnicodeEscape> unicode_escape(std::string_view text) noexcept;

}  // namespace botstore::detail
