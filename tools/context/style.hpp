#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace botstore::tools {

enum class ColourMode {
  automatic,  ///< On a terminal that can, unless NO_COLOR is set.
  always,
  never,
};

/// How to write to one of the program's outputs: in colour or plain, and how wide it is.
class Style {
 public:
  /// Plain, as for a file.
  Style() = default;
  Style(ColourMode mode, int descriptor);

  [[nodiscard]] bool colour() const noexcept { return colour_; }

  /// Columns of the terminal; absent for what is no terminal, where nothing is cut.
  [[nodiscard]] std::optional<int> width() const noexcept { return width_; }

  // The text in a colour or a weight, or as it is. What is not ours goes through safe_text first.
  [[nodiscard]] std::string bold(std::string_view text) const;
  [[nodiscard]] std::string dim(std::string_view text) const;
  [[nodiscard]] std::string red(std::string_view text) const;
  [[nodiscard]] std::string green(std::string_view text) const;
  [[nodiscard]] std::string yellow(std::string_view text) const;
  [[nodiscard]] std::string cyan(std::string_view text) const;

 private:
  [[nodiscard]] std::string wrap(const char* code, std::string_view text) const;

  bool colour_ = false;
  std::optional<int> width_{};
};

}  // namespace botstore::tools
