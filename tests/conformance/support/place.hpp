#pragma once

#include <string>
#include <string_view>

namespace botstore::testing {

/// A line of the suite, for messages. As a last argument it is the caller's:
/// `Place place = Place::here()`. (clang 14 has no std::source_location.)
struct Place {
  const char* file = "";
  unsigned line = 0;

  [[nodiscard]] static constexpr Place here(const char* file = __builtin_FILE(),
                                            unsigned line = __builtin_LINE()) noexcept {
    return {file, line};
  }

  /// `threads_save.cpp:42`.
  [[nodiscard]] std::string text() const {
    const std::string_view path = file;
    return std::string{path.substr(path.rfind('/') + 1)} + ":" + std::to_string(line);
  }
};

}  // namespace botstore::testing
