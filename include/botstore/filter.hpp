#pragma once

#include <string>
#include <vector>

#include "botstore/export.hpp"
#include "botstore/json.hpp"

namespace botstore {

/// One condition on a JSON object: on a thread's metadata, a message's, a resource's, or a
/// contact's values. Made by the functions of `botstore::where`, which state its meaning.
struct JsonCondition {
  enum class Kind { equals, has_key, contains };

  Kind kind = Kind::has_key;
  std::vector<std::string> path{};
  Json value{};
};

/// Conditions that must all hold. An empty filter holds for everything.
using JsonFilter = std::vector<JsonCondition>;

namespace where {

/// The value at a path of object keys is this scalar. Typed: `1` is not `"1"`, `1` equals `1.0`,
/// and `null` matches a stored null only, not an absent key. A path does not step into arrays. The
/// store refuses an empty path and a value that is an array or an object.
[[nodiscard]] BOTSTORE_EXPORT JsonCondition equals(std::vector<std::string> path, Json value);

/// There is a value, null included, at this path of object keys. The store refuses an empty path.
[[nodiscard]] BOTSTORE_EXPORT JsonCondition has_key(std::vector<std::string> path);

/// `object` is contained in the stored object: each of its keys is there with a value that contains
/// its value. A scalar contains an equal scalar; an array contains another if each element of the
/// other is contained in one of its own, in any order. The store refuses what is not an object.
[[nodiscard]] BOTSTORE_EXPORT JsonCondition contains(Json object);

}  // namespace where

}  // namespace botstore
