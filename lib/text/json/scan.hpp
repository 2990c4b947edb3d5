#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/text/json/fault.hpp"

namespace botstore::detail {

/// The characters from `at` on that could belong to a number.
[[nodiscard]] std::string_view number_token(std::string_view text, std::size_t at) noexcept;

enum class NumberLimits { apply, ignore };
enum class Strings { keep, shorten };

/// Walks over a text before RapidJSON does, for what RapidJSON 1.1.0 does not do: it lets U+0000
/// and lone low surrogates pass, and it refuses numbers that a double can hold (a large one without
/// an exponent, a long one with a negative exponent). So numbers are read here, and it gets the
/// text with a 0 in place of each, padded with spaces: every byte keeps its place. Whatever else
/// may be wrong in the text is left to it.
///
/// To be checked, a text need not be looked at twice: with `Strings::shorten` RapidJSON gets
/// strings without the characters that cannot be wrong in them, which are nearly all.
class NumberMask {
 public:
  /// Refers to `source`, which must outlive it.
  NumberMask(std::string_view source, NumberLimits limits, Strings strings)
      : source_{source}, limits_{limits}, strings_{strings} {}

  /// The first reason found why the text is not a `Json`.
  [[nodiscard]] std::optional<Fault> run();

  /// The masked text, once it has run and found nothing.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  void mask_number();
  void pass_string();
  void pass_escape();
  void pass_plain();
  void take_over(std::size_t end);

  std::string_view source_;
  std::string text_{};
  NumberLimits limits_;
  Strings strings_;
  std::size_t at_ = 0;
  std::size_t taken_ = 0;  // How much of the source is in the text, or left out.
  std::optional<Fault> fault_{};
};

}  // namespace botstore::detail
