#include "lib/json/compare.hpp"

#include <algorithm>

#include "lib/text/json/number.hpp"
#include "lib/text/json/reader.hpp"

namespace botstore {

namespace detail {

namespace {

bool same(std::nullptr_t, std::nullptr_t) {
  return true;
}

bool same(bool left, bool right) {
  return left == right;
}

bool same(const std::string& left, const std::string& right) {
  return left == right;
}

bool same(const Number& left, const Number& right) {
  return left.text == right.text || to_decimal(left.text) == to_decimal(right.text);
}

bool same(const Array& left, const Array& right) {
  return std::ranges::equal(left, right, same_meaning);
}

bool same(const Object& left, const Object& right) {
  return std::ranges::equal(
      sorted_members(left), sorted_members(right), [](const Member* one, const Member* other) {
        return one->key == other->key && same_meaning(one->value, other->value);
      });
}

}  // namespace

bool same_meaning(const Node& left, const Node& right) {
  if (left.type() != right.type()) return false;
  return std::visit(
      [&](const auto& value) {
        return same(value, std::get<std::remove_cvref_t<decltype(value)>>(right.value));
      },
      left.value);
}

}  // namespace detail

bool operator==(const Json& left, const Json& right) {
  if (left.text() == right.text()) return true;
  return left.type() == right.type() &&
         detail::same_meaning(detail::read_tree(left), detail::read_tree(right));
}

}  // namespace botstore
