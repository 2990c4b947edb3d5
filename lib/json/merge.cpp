#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "botstore/backend/json.hpp"
#include "botstore/error.hpp"
#include "botstore/limits.hpp"
#include "lib/json/access.hpp"
#include "lib/text/json/reader.hpp"

namespace botstore {

namespace {

using detail::Member;
using detail::Node;
using detail::Object;

/// An object under construction: a key that is set again keeps its place.
class Merge {
 public:
  void add(Object members) {
    for (auto& member : members) add(std::move(member));
  }

  [[nodiscard]] Object result() && {
    Object object;
    object.reserve(order_.size());
    for (const auto place : order_) object.push_back({place->first, std::move(place->second)});
    return object;
  }

 private:
  using Values = std::map<std::string, Node, std::less<>>;

  void add(Member member) {
    const auto [place, is_new] =
        values_.insert_or_assign(std::move(member.key), std::move(member.value));
    if (is_new) order_.push_back(place);
  }

  Values values_{};
  std::vector<Values::iterator> order_{};
};

Object merge(Object base, Object patch) {
  Merge merge;
  merge.add(std::move(base));
  merge.add(std::move(patch));
  return std::move(merge).result();
}

void remove_keys(Object& object, std::span<const std::string> keys) {
  if (keys.empty()) return;
  std::vector<std::string_view> sorted{keys.begin(), keys.end()};
  std::ranges::sort(sorted);
  std::erase_if(object, [&](const Member& member) {
    return std::ranges::binary_search(sorted, std::string_view{member.key});
  });
}

Object read_object(const Json& json) {
  return std::get<Object>(std::move(detail::read_tree(json).value));
}

Json write_object(Object object) {
  auto json = detail::to_json(Node{std::move(object)});
  const auto bytes = json.text().size();
  if (bytes > limits::text_bytes)
    throw Error(ErrorCode::conflict,
                {.context = "merge",
                 .cause = fmt::format("the merged value has {} bytes, more than the {} allowed",
                                      bytes, limits::text_bytes)});
  return json;
}

}  // namespace

namespace backend {

Json adopt_json(std::string checked_text) {
  return JsonAccess::adopt(std::move(checked_text));
}

Json merge_objects(const Json& object, std::span<const std::string> removed, const Json* patch) {
  auto base = read_object(object);
  remove_keys(base, removed);
  return write_object(merge(std::move(base), patch == nullptr ? Object{} : read_object(*patch)));
}

Json merge_contents(const Json& content, const Json& patch) {
  constexpr std::string_view deeper = "metadata";
  Node base{read_object(content)};
  Node over{read_object(patch)};
  auto* const inner_base = detail::find_member(base, deeper);
  auto* const inner_over = detail::find_member(over, deeper);
  if (inner_base != nullptr && inner_over != nullptr && inner_base->as_object() != nullptr &&
      inner_over->as_object() != nullptr)
    inner_over->value =
        merge(std::move(*inner_base->as_object()), std::move(*inner_over->as_object()));
  return write_object(merge(std::move(*base.as_object()), std::move(*over.as_object())));
}

}  // namespace backend

}  // namespace botstore
