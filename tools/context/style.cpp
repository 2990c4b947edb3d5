#include "tools/context/style.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace botstore::tools {

namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool terminal_has_colour() {
  const char* term = std::getenv("TERM");
  return term != nullptr && *term != '\0' && std::string_view{term} != "dumb";
}

std::optional<int> width_of(int terminal) {
  winsize size{};
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace

Style::Style(ColourMode mode, int descriptor) {
  const bool terminal = isatty(descriptor) != 0;
  if (terminal) width_ = width_of(descriptor);
  colour_ = mode == ColourMode::always || (mode == ColourMode::automatic && terminal &&
                                           terminal_has_colour() && !is_set("NO_COLOR"));
}

std::string Style::wrap(const char* code, std::string_view text) const {
  return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
}

std::string Style::bold(std::string_view text) const {
  return wrap("1", text);
}
std::string Style::dim(std::string_view text) const {
  return wrap("2", text);
}
std::string Style::red(std::string_view text) const {
  return wrap("31", text);
}
std::string Style::green(std::string_view text) const {
  return wrap("32", text);
}
std::string Style::yellow(std::string_view text) const {
  return wrap("33", text);
}
std::string Style::cyan(std::string_view text) const {
  return wrap("36", text);
}

}  // namespace botstore::tools
