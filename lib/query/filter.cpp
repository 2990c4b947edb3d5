#include "botstore/filter.hpp"

#include <utility>

namespace botstore::where {

JsonCondition equals(std::vector<std::string> path, Json value) {
  return {.kind = JsonCondition::Kind::equals, .path = std::move(path), .value = std::move(value)};
}

JsonCondition has_key(std::vector<std::string> path) {
  return {.kind = JsonCondition::Kind::has_key, .path = std::move(path)};
}

JsonCondition contains(Json object) {
  return {.kind = JsonCondition::Kind::contains, .value = std::move(object)};
}

}  // namespace botstore::where
