#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "botstore/backend/json.hpp"
#include "lib/json/compare.hpp"
#include "lib/text/json/reader.hpp"
#include "lib/text/json/writer.hpp"

namespace botstore {

namespace {

using detail::Array;
using detail::Node;
using detail::Object;

bool is_container(const Node& node) noexcept {
  return node.type() == JsonType::array || node.type() == JsonType::object;
}

/// The canonical texts of an array's scalars, sorted, each once.
std::vector<std::string> scalars_of(const Array& array) {
  std::vector<std::string> texts;
  for (const auto& element : array)
    if (!is_container(element))
      detail::write_node(texts.emplace_back(), element, detail::Form::canonical);
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

bool contains(const Node& whole, const Node& part);

/// Each element of `part` is contained in one of `whole`. Scalars are looked up in a sorted list,
/// so that long arrays of them do not cost the product of their lengths.
bool contains(const Array& whole, const Array& part) {
  if (!std::ranges::includes(scalars_of(whole), scalars_of(part))) return false;
  return std::ranges::all_of(part, [&](const Node& wanted) {
    return !is_container(wanted) || std::ranges::any_of(whole, [&](const Node& element) {
      return contains(element, wanted);
    });
  });
}

/// Each key of `part` is in `whole`, with a value that contains its value.
bool contains(const Object& whole, const Object& part) {
  const auto members = detail::sorted_members(whole);
  auto at = members.begin();
  for (const auto* const wanted : detail::sorted_members(part)) {
    at = std::lower_bound(at, members.end(), wanted->key,
                          [](const auto* member, const auto& key) { return member->key < key; });
    if (at == members.end() || (*at)->key != wanted->key) return false;
    if (!contains((*at)->value, wanted->value)) return false;
  }
  return true;
}

bool contains(const Node& whole, const Node& part) {
  if (whole.type() != part.type()) return false;
  if (const auto* const object = whole.as_object()) return contains(*object, *part.as_object());
  if (const auto* const array = std::get_if<Array>(&whole.value))
    return contains(*array, std::get<Array>(part.value));
  return detail::same_meaning(whole, part);
}

const Node* find(const Node& node, std::span<const std::string> path) noexcept {
  const auto* at = &node;
  for (const auto& key : path) {
    at = detail::find_member(*at, key);
    if (at == nullptr) break;
  }
  return at;
}

bool holds(const JsonCondition& condition, const Node& object) {
  using Kind = JsonCondition::Kind;
  if (condition.kind == Kind::contains) return contains(object, detail::read_tree(condition.value));
  const auto* const found = find(object, condition.path);
  if (condition.kind == Kind::has_key) return found != nullptr;
  return found != nullptr && detail::same_meaning(*found, detail::read_tree(condition.value));
}

}  // namespace

namespace backend {

bool matches(const Json& object, const JsonFilter& filter) {
  if (filter.empty()) return true;
  const auto tree = detail::read_tree(object);
  return std::ranges::all_of(
      filter, [&](const JsonCondition& condition) { return holds(condition, tree); });
}

}  // namespace backend

}  // namespace botstore
