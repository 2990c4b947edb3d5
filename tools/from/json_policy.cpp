#include "tools/from/json_policy.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "botstore/error.hpp"
#include "lib/text/json/string.hpp"

namespace botstore::from {

namespace {

constexpr std::string_view replacement = "\\ufffd";

std::optional<Json> try_parse(std::string text) {
  try {
    return Json::parse(std::move(text));
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Replaces the escapes of what is no character.
std::string without_bad_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto escape = detail::unicode_escape(text);
    const std::size_t length = escape ? escape->bytes : text.starts_with("\\\\") ? 2 : 1;
    out += escape && escape->fault() ? replacement : text.substr(0, length);
    text.remove_prefix(length);
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
