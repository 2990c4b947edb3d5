#include <string>
#include <string_view>
#include <vector>

#include "botstore/backend/json.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "tests/catch.hpp"
#include "tests/unit/value.hpp"

using botstore::Json;
using botstore::JsonFilter;
using botstore::backend::matches;
using botstore::testing::RandomValues;
using namespace botstore::literals;
namespace where = botstore::where;

namespace {

bool equals(const Json& object, std::vector<std::string> path, const char* value) {
  return matches(object, {where::equals(std::move(path), Json::parse(value))});
}

bool has_key(const Json& object, std::vector<std::string> path) {
  return matches(object, {where::has_key(std::move(path))});
}

bool contains(const char* object, const char* part) {
  return matches(Json::parse(object), {where::contains(Json::parse(part))});
}

std::string numbers(int from, int to, std::string_view quote) {
  std::string text;
  for (int i = from; i < to; ++i) {
    if (i > from) text += ',';
    text.append(quote).append(std::to_string(i)).append(quote);
  }
  return text;
}

}  // namespace

TEST_CASE("equals is typed", "[json]") {
  const auto object = R"({"n":1,"s":"1","z":null,"t":true,"o":{},"a":[1]})"_json;
  CHECK(equals(object, {"n"}, "1"));
  CHECK(equals(object, {"n"}, "1.0"));
  CHECK(equals(object, {"n"}, "10e-1"));
  CHECK_FALSE(equals(object, {"n"}, "\"1\""));
  CHECK_FALSE(equals(object, {"n"}, "true"));
  CHECK_FALSE(equals(object, {"n"}, "1.0000000000000000000001"));
  CHECK(equals(object, {"s"}, "\"1\""));
  CHECK(equals(object, {"s"}, "\"\\u0031\""));
  CHECK_FALSE(equals(object, {"s"}, "1"));
  CHECK(equals(object, {"t"}, "true"));
  CHECK_FALSE(equals(object, {"t"}, "false"));
  CHECK_FALSE(equals(object, {"o"}, "null"));
  CHECK_FALSE(equals(object, {"a"}, "1"));
}

TEST_CASE("null matches a stored null only", "[json]") {
  CHECK(equals(R"({"z":null})"_json, {"z"}, "null"));
  CHECK_FALSE(equals(R"({"y":null})"_json, {"z"}, "null"));
  CHECK_FALSE(equals(R"({"z":0})"_json, {"z"}, "null"));
  CHECK_FALSE(equals(R"({"z":""})"_json, {"z"}, "null"));
  CHECK_FALSE(equals(R"({"z":null})"_json, {"z", "z"}, "null"));
}

TEST_CASE("a path follows object keys and steps into no array", "[json]") {
  const auto object = R"({"a":{"b":{"c":1}},"l":[{"c":1},2],"a.b":3,"0":4})"_json;
  CHECK(equals(object, {"a", "b", "c"}, "1"));
  CHECK_FALSE(equals(object, {"a", "c"}, "1"));
  CHECK_FALSE(equals(object, {"l", "c"}, "1"));
  CHECK_FALSE(equals(object, {"l", "0", "c"}, "1"));
  CHECK_FALSE(equals(object, {"l", "1"}, "2"));
  CHECK(equals(object, {"a.b"}, "3"));
  CHECK(equals(object, {"0"}, "4"));
}

TEST_CASE("has_key finds any value, null included", "[json]") {
  const auto object = R"({"a":{"b":null},"l":[1],"":0})"_json;
  CHECK(has_key(object, {"a"}));
  CHECK(has_key(object, {"a", "b"}));
  CHECK(has_key(object, {""}));
  CHECK_FALSE(has_key(object, {"b"}));
  CHECK_FALSE(has_key(object, {"a", "b", "c"}));
  CHECK_FALSE(has_key(object, {"l", "0"}));
  CHECK_FALSE(has_key(object, {"A"}));
}

TEST_CASE("contains holds key by key", "[json]") {
  CHECK(contains("{}", "{}"));
  CHECK(contains(R"({"a":1})", "{}"));
  CHECK_FALSE(contains("{}", R"({"a":1})"));
  CHECK(contains(R"({"a":1,"b":{"c":2,"d":3}})", R"({"b":{"d":3.0}})"));
  CHECK_FALSE(contains(R"({"b":{"c":2}})", R"({"b":{"d":3}})"));
  CHECK_FALSE(contains(R"({"a":1})", R"({"a":null})"));
  CHECK(contains(R"({"a":null})", R"({"a":null})"));
  CHECK_FALSE(contains("{}", R"({"a":null})"));
  CHECK_FALSE(contains(R"({"a":1})", R"({"a":"1"})"));
  CHECK_FALSE(contains(R"({"a":{"b":1}})", R"({"b":1})"));
  CHECK_FALSE(contains(R"({"a":1})", R"({"a":{}})"));
}

TEST_CASE("contains takes arrays as sets", "[json]") {
  CHECK(contains(R"({"a":[1,2,3]})", R"({"a":[3,1]})"));
  CHECK(contains(R"({"a":[1]})", R"({"a":[1,1,1.0]})"));
  CHECK(contains(R"({"a":[1]})", R"({"a":[]})"));
  CHECK_FALSE(contains(R"({"a":[]})", R"({"a":[null]})"));
  CHECK_FALSE(contains(R"({"a":[1,2]})", R"({"a":[1,4]})"));
  CHECK_FALSE(contains(R"({"a":["1",true]})", R"({"a":[1]})"));
  CHECK(contains(R"({"a":[{"x":1,"y":2},{"z":3}]})", R"({"a":[{"y":2},{"x":1},{}]})"));
  CHECK_FALSE(contains(R"({"a":[{"x":1},{"y":2}]})", R"({"a":[{"x":1,"y":2}]})"));
  CHECK(contains(R"({"a":[[1,2],3]})", R"({"a":[[2]]})"));
  CHECK_FALSE(contains(R"({"a":[[1,2],3]})", R"({"a":[2]})"));
  CHECK_FALSE(contains(R"({"a":[1,2]})", R"({"a":[[1]]})"));
  CHECK_FALSE(contains(R"({"a":[1,2]})", R"({"a":[[]]})"));
  CHECK_FALSE(contains(R"({"a":{}})", R"({"a":[]})"));
}

TEST_CASE("an array does not contain a scalar inside an object", "[json]") {
  CHECK_FALSE(contains(R"({"a":["x"]})", R"({"a":"x"})"));
  CHECK_FALSE(contains(R"({"a":"x"})", R"({"a":["x"]})"));
}

TEST_CASE("of a key that comes twice the last counts in filters", "[json]") {
  const auto object = R"({"a":{"x":1},"a":2})"_json;
  CHECK(equals(object, {"a"}, "2"));
  CHECK_FALSE(has_key(object, {"a", "x"}));
  CHECK(contains(R"({"a":1,"a":2})", R"({"a":1,"a":2})"));
  CHECK_FALSE(contains(R"({"a":1,"a":2})", R"({"a":1})"));
}

TEST_CASE("every condition of a filter must hold", "[json]") {
  const auto object = R"({"a":1,"b":2})"_json;
  CHECK(matches(object, {}));
  CHECK(matches(object, {where::equals({"a"}, "1"_json), where::has_key({"b"})}));
  CHECK_FALSE(matches(object, {where::equals({"a"}, "1"_json), where::has_key({"c"})}));
  CHECK_FALSE(matches(object, {where::has_key({"c"}), where::equals({"a"}, "1"_json)}));
}

TEST_CASE("long arrays of scalars are contained without trouble", "[json]") {
  const auto whole = "{\"a\":[" + numbers(0, 100'000, "") + "]}";
  CHECK(contains(whole.c_str(), ("{\"a\":[" + numbers(1, 100'000, "") + "]}").c_str()));
  CHECK_FALSE(contains(whole.c_str(), ("{\"a\":[" + numbers(1, 100'001, "") + "]}").c_str()));
  CHECK_FALSE(contains(whole.c_str(), ("{\"a\":[" + numbers(1, 100'000, "\"") + "]}").c_str()));
}

TEST_CASE("random objects contain exactly what their models contain", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  int contained = 0;
  for (int round = 0; round < 5'000; ++round) {
    const auto whole = random.object(3);
    const auto part = random.object(2);
    const auto whole_json = random.json(whole);
    const auto part_json = random.json(part);
    INFO(whole_json.text() << " and " << part_json.text());
    const auto expected = contains(whole, part);
    REQUIRE(matches(whole_json, {where::contains(part_json)}) == expected);
    REQUIRE(matches(whole_json, {where::contains(random.json(whole))}));
    contained += expected ? 1 : 0;
  }
  CHECK(contained > 0);
  CHECK(contained < 5'000);
}

TEST_CASE("a random object matches what it has, and only that", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  for (int round = 0; round < 1'000; ++round) {
    const auto value = random.object(2);
    const auto json = random.json(value);
    const auto& members = std::get<botstore::testing::ValueObject>(value.is);
    const auto scalar = random.scalar();
    INFO(json.text());
    for (const std::string key : {"a", "b", "", "metadata"}) {
      const auto found = members.find(key);
      REQUIRE(matches(json, {where::has_key({key})}) == (found != members.end()));
      REQUIRE(matches(json, {where::equals({key}, random.json(scalar))}) ==
              (found != members.end() && found->second == scalar));
    }
  }
}
