#include "lib/json/duplicates.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "lib/text/json/reader.hpp"

namespace botstore::detail {

namespace {

const std::string* find_duplicate(const Object& object) {
  std::vector<const std::string*> keys;
  keys.reserve(object.size());
  for (const auto& member : object) keys.push_back(&member.key);
  const auto text = [](const std::string* key) -> std::string_view { return *key; };
  std::ranges::sort(keys, {}, text);
  const auto found = std::ranges::adjacent_find(keys, {}, text);
  return found == keys.end() ? nullptr : *found;
}

const std::string* find_duplicate(const Node& node) {
  if (const auto* const array = std::get_if<Array>(&node.value)) {
    for (const auto& element : *array)
      if (const auto* const key = find_duplicate(element)) return key;
  }
  if (const auto* const object = node.as_object()) {
    if (const auto* const key = find_duplicate(*object)) return key;
    for (const auto& member : *object)
      if (const auto* const key = find_duplicate(member.value)) return key;
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> find_duplicate_key(const Json& json) {
  const auto tree = read_tree(json);
  const auto* const key = find_duplicate(tree);
  return key == nullptr ? std::nullopt : std::optional{*key};
}

}  // namespace botstore::detail
