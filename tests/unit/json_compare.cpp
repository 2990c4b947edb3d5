#include <string>
#include <utility>
#include <vector>

#include "botstore/backend/json.hpp"
#include "botstore/json.hpp"
#include "tests/catch.hpp"
#include "tests/unit/value.hpp"

using botstore::Json;
using botstore::JsonType;
using botstore::testing::RandomValues;

namespace {

void check_classes(const std::vector<std::vector<std::string>>& classes) {
  for (std::size_t i = 0; i < classes.size(); ++i)
    for (std::size_t j = 0; j < classes.size(); ++j)
      for (const auto& left : classes[i])
        for (const auto& right : classes[j]) {
          INFO(left << " and " << right);
          CHECK((Json::parse(left) == Json::parse(right)) == (i == j));
        }
}

/// The same value, taken apart and put together again through the public functions.
Json rebuild(const Json& json) {
  switch (json.type()) {
    case JsonType::null:
      return Json{};
    case JsonType::boolean:
      return Json::boolean(json.as_boolean().value());
    case JsonType::number:
      return Json::number(json.as_number().value());
    case JsonType::string:
      return Json::string(json.as_string().value());
    case JsonType::array: {
      auto elements = json.elements();
      for (auto& element : elements) element = rebuild(element);
      return Json::array(elements);
    }
    case JsonType::object:
      break;
  }
  auto object = Json::object({});
  for (const auto& [key, value] : json.members()) {
    const auto member = Json::object({{key, rebuild(value)}});
    object = botstore::backend::merge_objects(object, {}, &member);
  }
  return object;
}

}  // namespace

TEST_CASE("numbers are equal if their values are, to the last digit", "[json]") {
  check_classes({
      {"1", "1.0", "10e-1", "0.1e1", "1E0", "1e+0", "100e-2", "0.001e3", " 1 "},
      {"0", "-0", "0.0", "0e5", "-0e-400", "0.000"},
      {"-1", "-1.0", "-10e-1"},
      {"100", "1e2", "1E+2", "100.00", "0.1e3"},
      {"0.1", "1e-1", "0.10", "10e-2"},
      {"0.1000000000000000055511151231257827"},
      {"9007199254740992", "9007199254740992.0"},
      {"9007199254740993"},
      {"123456789012345678901234567890", "12345678901234567890123456789e1"},
      {"123456789012345678901234567891"},
      {"1e308", "1" + std::string(308, '0')},
      {"1e-300", "0." + std::string(299, '0') + "1"},
  });
}

TEST_CASE("types do not mix", "[json]") {
  check_classes({{"1"},
                 {"\"1\""},
                 {"null"},
                 {"\"null\""},
                 {"true"},
                 {"false"},
                 {"\"true\""},
                 {"0"},
                 {"\"\""},
                 {"[]", " [ ]"},
                 {"{}", "{ }"},
                 {"[1]"},
                 {"[[1]]"}});
}

TEST_CASE("escapes and spacing do not count in strings, characters do", "[json]") {
  check_classes({
      {R"("a/é")", R"("\u0061\/\u00e9")", R"("a/\u00E9")"},
      {R"("a/e\u0301")"},
      {R"("A/é")"},
      {R"("😀")", R"("\ud83d\ude00")"},
      {R"(" a")"},
      {R"("\n")", R"("\u000a")"},
      {R"("n")"},
      {R"("\\n")"},
  });
}

TEST_CASE("the order of keys does not count, that of elements does", "[json]") {
  check_classes({
      {R"({"a":1,"b":2})", R"({"b":2.0,"a":1})", R"({ "\u0062" : 2, "a" : 1 })"},
      {R"({"a":1,"b":3})"},
      {R"({"a":1})"},
      {R"({"a":1,"b":2,"c":null})"},
      {R"({"a":1,"c":2})"},
      {"[1,2]"},
      {"[2,1]"},
      {"[1,2,2]"},
      {R"({"x":[{"a":1,"b":2}]})", R"({"x":[{"b":2,"a":1}]})"},
  });
}

TEST_CASE("of a key that comes twice the last counts in equality", "[json]") {
  check_classes({
      {R"({"a":1,"b":0,"a":2})", R"({"b":0,"a":2})", R"({"a":2,"b":0})", R"({"a":3,"a":2,"b":0})"},
      {R"({"a":2,"b":0,"a":1})", R"({"a":1,"b":0})"},
      {R"({"a":1})", R"({"a":2,"\u0061":1})"},
  });
}

TEST_CASE("random values are equal exactly if their models are", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  int equal = 0;
  for (int round = 0; round < 3'000; ++round) {
    const auto left = random.any(2);
    const auto right = random.up_to(3) == 0 ? left : random.any(2);
    const auto left_json = random.json(left);
    const auto right_json = random.json(right);
    INFO(left_json.text() << " and " << right_json.text());
    REQUIRE((left_json == right_json) == (left == right));
    REQUIRE((right_json == left_json) == (left == right));
    equal += left == right ? 1 : 0;
  }
  CHECK(equal > 0);
  CHECK(equal < 3'000);
}

TEST_CASE("random values survive being taken apart and put together", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  for (int round = 0; round < 1'000; ++round) {
    const auto json = random.json(random.any(4));
    INFO(json.text());
    const auto again = rebuild(json);
    REQUIRE(again == json);
    REQUIRE(Json::parse(again.text()) == json);
  }
}

TEST_CASE("objects with 100,000 keys are compared, and keys out of order are no trouble",
          "[json]") {
  std::string forward = "{";
  std::string backward = "{";
  constexpr int keys = 100'000;
  for (int i = 0; i < keys; ++i) {
    const auto member = [](int n) { return "\"key" + std::to_string(n) + "\":1"; };
    forward += (i > 0 ? "," : "") + member(i);
    backward += (i > 0 ? "," : "") + member(keys - 1 - i);
  }
  CHECK(Json::parse(forward + "}") == Json::parse(backward + "}"));
  CHECK_FALSE(Json::parse(forward + "}") == Json::parse(backward + ",\"x\":1}"));
}
