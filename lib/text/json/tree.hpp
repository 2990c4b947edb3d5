#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "botstore/json.hpp"

namespace botstore::detail {

struct Member;
struct Node;

/// A number as it is written.
struct Number {
  std::string text{};
};

using Array = std::vector<Node>;
using Object = std::vector<Member>;  ///< In the order of the text; a key may come twice.

/// A JSON value taken apart. The alternatives stand in the order of JsonType.
struct Node {
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value;

  [[nodiscard]] JsonType type() const noexcept { return static_cast<JsonType>(value.index()); }
  [[nodiscard]] const Object* as_object() const noexcept { return std::get_if<Object>(&value); }
  [[nodiscard]] Object* as_object() noexcept { return std::get_if<Object>(&value); }
};

struct Member {
  std::string key{};
  Node value{};
};

/// The value under a key, of one that comes twice the last; null if there is none or `node` is no
/// object.
[[nodiscard]] const Node* find_member(const Node& node, std::string_view key) noexcept;
[[nodiscard]] Node* find_member(Node& node, std::string_view key) noexcept;

/// An object's members sorted by key, each key once: of one that comes twice the last. They point
/// into the object.
[[nodiscard]] std::vector<const Member*> sorted_members(const Object& object);

}  // namespace botstore::detail
