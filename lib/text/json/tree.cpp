#include "lib/text/json/tree.hpp"

#include <algorithm>

namespace botstore::detail {

namespace {

/// The value under a key in an object that may be null, and is const or not.
template <class ObjectT>
auto* find_value(ObjectT* object, std::string_view key) noexcept {
  decltype(&object->front().value) none = nullptr;
  if (object == nullptr) return none;
  const auto found = std::find_if(object->rbegin(), object->rend(),
                                  [&](const Member& member) { return member.key == key; });
  return found == object->rend() ? none : &found->value;
}

}  // namespace

const Node* find_member(const Node& node, std::string_view key) noexcept {
  return find_value(node.as_object(), key);
}

Node* find_member(Node& node, std::string_view key) noexcept {
  return find_value(node.as_object(), key);
}

std::vector<const Member*> sorted_members(const Object& object) {
  std::vector<const Member*> members;
  members.reserve(object.size());
  // From the last to the first: the sort is stable, and unique keeps the first of equals.
  for (auto member = object.rbegin(); member != object.rend(); ++member)
    members.push_back(&*member);
  std::ranges::stable_sort(members, {},
                           [](const Member* member) -> const std::string& { return member->key; });
  const auto same_key = [](const Member* one, const Member* next) { return one->key == next->key; };
  members.erase(std::unique(members.begin(), members.end(), same_key), members.end());
  return members;
}

}  // namespace botstore::detail
