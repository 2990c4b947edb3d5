#include "botstore/json.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "botstore/error.hpp"
#include "botstore/limits.hpp"
#include "lib/json/access.hpp"
#include "lib/text/json/number.hpp"
#include "lib/text/json/reader.hpp"
#include "lib/text/json/space.hpp"
#include "lib/text/json/string.hpp"
#include "lib/text/utf8.hpp"

namespace botstore {

namespace {

[[noreturn]] void refuse(std::string_view operation, const detail::Fault& fault) {
  throw Error(ErrorCode::invalid_argument,
              {.context = std::string{operation},
               .cause = fmt::format("json: {}", detail::describe(fault)),
               .field = "json"});
}

void check(std::string_view operation, const std::string& text) {
  if (const auto fault = detail::find_fault(text)) refuse(operation, *fault);
}

/// Checks what is to become a JSON string; the byte in the error is the string's own.
void check_string(std::string_view operation, std::string_view value) {
  if (value.size() > limits::text_bytes)
    refuse(operation,
           {fmt::format("{} bytes, more than the {} allowed", value.size(), limits::text_bytes)});
  if (const auto at = detail::find_invalid_utf8(value)) refuse(operation, {"invalid UTF-8", at});
  if (const auto at = value.find('\0'); at != std::string_view::npos)
    refuse(operation, {"the character U+0000", at});
}

void check_unique(std::span<const Json::Member> members) {
  std::vector<std::string_view> keys;
  keys.reserve(members.size());
  for (const auto& member : members) keys.push_back(member.first);
  std::ranges::sort(keys);
  if (const auto found = std::ranges::adjacent_find(keys); found != keys.end())
    refuse("Json::object", {fmt::format("the key \"{}\" comes twice", *found)});
}

template <class Path>
std::optional<Json> find_path(const Json& json, const Path& path) {
  if (path.size() == 0) return json;
  const auto tree = detail::read_tree(json);
  const auto* at = &tree;
  for (const auto& key : path) {
    at = detail::find_member(*at, key);
    if (at == nullptr) return std::nullopt;
  }
  return detail::to_json(*at);
}

}  // namespace

Json::Json() : text_{"null"} {}

Json Json::parse(std::string text) {
  check("Json::parse", text);
  return Json{std::move(text)};
}

Json Json::boolean(bool value) {
  return Json{value ? "true" : "false"};
}

Json Json::number(std::int64_t value) {
  return Json{std::to_string(value)};
}

Json Json::number(double value) {
  if (!std::isfinite(value)) refuse("Json::number", {"a number that is not finite"});
  return Json{detail::number_text(value)};
}

Json Json::string(std::string_view value) {
  check_string("Json::string", value);
  std::string text;
  detail::write_string(text, value);
  check("Json::string", text);
  return Json{std::move(text)};
}

Json Json::array(std::span<const Json> elements) {
  std::string text = "[";
  for (const auto& element : elements) {
    if (text.size() > 1) text += ',';
    text += element.text();
  }
  text += ']';
  check("Json::array", text);
  return Json{std::move(text)};
}

Json Json::object(std::initializer_list<Member> members) {
  return object(std::span{members.begin(), members.size()});
}

Json Json::object(std::span<const Member> members) {
  check_unique(members);
  std::string text = "{";
  for (const auto& [key, value] : members) {
    check_string("Json::object", key);
    if (text.size() > 1) text += ',';
    detail::write_string(text, key);
    text += ':';
    text += value.text();
  }
  text += '}';
  check("Json::object", text);
  return Json{std::move(text)};
}

JsonType Json::type() const noexcept {
  const auto first = text_.find_first_not_of(detail::white_space);
  switch (first == std::string::npos ? '\0' : text_[first]) {
    case 'n':
      return JsonType::null;
    case 't':
    case 'f':
      return JsonType::boolean;
    case '"':
      return JsonType::string;
    case '[':
      return JsonType::array;
    case '{':
      return JsonType::object;
    default:
      return JsonType::number;
  }
}

std::optional<Json> Json::find(std::initializer_list<std::string_view> path) const {
  return find_path(*this, path);
}

std::optional<Json> Json::find(std::span<const std::string> path) const {
  return find_path(*this, path);
}

std::optional<bool> Json::as_boolean() const {
  if (type() != JsonType::boolean) return std::nullopt;
  return detail::trimmed(text_) == "true";
}

std::optional<std::int64_t> Json::as_integer() const {
  if (type() != JsonType::number) return std::nullopt;
  return detail::to_integer(detail::trimmed(text_));
}

std::optional<double> Json::as_number() const {
  if (type() != JsonType::number) return std::nullopt;
  return detail::to_double(detail::trimmed(text_));
}

std::optional<std::string> Json::as_string() const {
  if (type() != JsonType::string) return std::nullopt;
  return std::get<std::string>(detail::read_tree(*this).value);
}

std::vector<Json> Json::elements() const {
  if (type() != JsonType::array) return {};
  const auto tree = detail::read_tree(*this);
  const auto& array = std::get<detail::Array>(tree.value);
  std::vector<Json> elements;
  elements.reserve(array.size());
  std::ranges::transform(array, std::back_inserter(elements), detail::to_json);
  return elements;
}

std::vector<std::pair<std::string, Json>> Json::members() const {
  if (type() != JsonType::object) return {};
  auto tree = detail::read_tree(*this);
  std::vector<std::pair<std::string, Json>> members;
  for (auto& [key, value] : std::get<detail::Object>(tree.value))
    members.emplace_back(std::move(key), detail::to_json(value));
  return members;
}

namespace literals {

Json operator""_json(const char* text, std::size_t length) {
  return Json::parse(std::string{text, length});
}

}  // namespace literals

}  // namespace botstore
