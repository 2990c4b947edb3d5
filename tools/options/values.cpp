#include "tools/options/values.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

namespace botstore::tools {

namespace {

constexpr std::size_t day_length = 10;  // 2026-03-01

std::optional<std::chrono::seconds> unit_of(char letter) noexcept {
  using namespace std::chrono_literals;
  switch (letter) {
    case 's':
      return 1s;
    case 'm':
      return 1min;
    case 'h':
      return 1h;
    case 'd':
      return 24h;
    case 'w':
      return 7 * 24h;
    default:
      return std::nullopt;
  }
}

/// `2h`: that long; absent for what is not written so.
std::optional<std::chrono::seconds> duration_of(std::string_view text) noexcept {
  if (text.size() < 2) return std::nullopt;
  const auto unit = unit_of(text.back());
  text.remove_suffix(1);
  std::int32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (!unit || error != std::errc{} || end != text.data() + text.size() || count < 0)
    return std::nullopt;
  constexpr std::chrono::seconds longest = std::chrono::years{10'000};
  if (count > longest / *unit) return std::nullopt;
  return count * *unit;
}

/// The value of a text that is JSON, else the text itself.
Json value_of(const std::string& text) {
  try {
    return Json::parse(text);
  } catch (const Error&) {
    return Json::string(text);
  }
}

}  // namespace

Timestamp time_of(std::string_view text, Timestamp now) {
  if (const auto ago = duration_of(text)) return now - *ago;
  if (text.size() == day_length) return parse_time(std::string{text} + "T00:00:00Z");
  return parse_time(text);
}

std::vector<std::string> path_of(const std::string& text) {
  std::vector<std::string> path;
  if (text.starts_with('[')) {
    for (const auto& key : Json::parse(text).elements())
      path.push_back(key.as_string().value_or(key.text()));
    return path;
  }
  for (std::string_view rest = text;;) {
    const auto key = rest.substr(0, rest.find('.'));
    path.emplace_back(key);
    if (key.size() == rest.size()) return path;
    rest.remove_prefix(key.size() + 1);
  }
}

std::pair<std::vector<std::string>, Json> path_and_value_of(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos)
    throw Error(ErrorCode::invalid_argument, {.cause = "holds no =", .hint = "Write PATH=VALUE."});
  return {path_of(text.substr(0, equals)), value_of(text.substr(equals + 1))};
}

}  // namespace botstore::tools
