#include "tools/from/json_policy.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "botstore/error.hpp"
#include "tools/transfer/json/json_string.hpp"

namespace botstore::from {

namespace {

constexpr std::string_view replacement = "\\ufffd";
constexpr auto escape_length = transfer::unit_escape_bytes;

std::optional<Json> try_parse(std::string text) {
  try {
    return Json::parse(std::move(text));
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// How much of the escape that `text` begins with is a character; 0 if it is none.
std::size_t character_length(std::string_view text, std::uint32_t unit) {
  if (unit == 0 || transfer::is_low_surrogate(unit)) return 0;
  if (!transfer::is_high_surrogate(unit)) return escape_length;
  const auto next = transfer::escaped_unit(text.substr(escape_length));
  return next && transfer::is_low_surrogate(*next) ? 2 * escape_length : 0;
}

/// Replaces the escapes of what is no character.
std::string without_bad_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t length = text.front() == '\\' && text.size() > 1 ? 2 : 1;
    if (const auto unit = transfer::escaped_unit(text)) length = character_length(text, *unit);
    out += length == 0 ? replacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? escape_length : length);
  }
  return out;
}

}  // namespace

Adapted adapt_json(const std::string& text) {
  if (auto json = try_parse(text)) return {.json = *std::move(json)};
  if (auto json = try_parse(without_bad_escapes(text)))
    return {.json = *std::move(json), .changed = true};
  return {.json = Json::string(text), .changed = true, .is_text = true};
}

Adapted adapt_object(const std::string& text) {
  auto adapted = adapt_json(text);
  if (const auto inner = adapted.json.as_string())
    if (auto object = adapt_json(*inner); object.json.is_object())
      return {.json = std::move(object.json), .changed = adapted.changed || object.changed};
  if (adapted.json.is_object()) return adapted;
  if (adapted.json.type() == JsonType::null) return {.json = Json::object({})};
  return {.json = Json::object({{"value", adapted.json}}), .changed = true, .wrapped = true};
}

}  // namespace botstore::from
