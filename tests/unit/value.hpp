#pragma once

/// \file
/// A model of JSON values to compare the library with: plain containers, and the meaning of
/// equality and containment written down in the most simple-minded way.

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "botstore/json.hpp"

namespace botstore::testing {

struct Value;
using ValueArray = std::vector<Value>;
using ValueObject = std::map<std::string, Value>;

/// A number is counted in hundredths, so that equality is exact.
struct Hundredths {
  std::int64_t count = 0;

  friend bool operator==(Hundredths, Hundredths) = default;
};

struct Value {
  std::variant<std::nullptr_t, bool, Hundredths, std::string, ValueArray, ValueObject> is{};

  friend bool operator==(const Value& left, const Value& right) { return left.is == right.is; }
};

[[nodiscard]] bool contains(const Value& whole, const Value& part);

/// Makes values from so few keys and scalars that two of them are often alike, and spells them.
class RandomValues {
 public:
  explicit RandomValues(std::uint32_t seed) : random_{seed} {}

  [[nodiscard]] Value scalar();
  [[nodiscard]] Value any(int depth);
  [[nodiscard]] Value object(int depth);

  /// A text of `value` with random spacing, order of keys, escapes, ways to write numbers, and
  /// members that a later one of the same key replaces.
  [[nodiscard]] std::string spell(const Value& value);
  [[nodiscard]] Json json(const Value& value) { return Json::parse(spell(value)); }

  [[nodiscard]] int up_to(int largest) {
    return std::uniform_int_distribution<int>{0, largest}(random_);
  }

 private:
  struct Speller;

  std::mt19937 random_;
};

}  // namespace botstore::testing
