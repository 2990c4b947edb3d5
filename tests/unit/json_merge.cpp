#include <string>
#include <vector>

#include "botstore/backend/json.hpp"
#include "botstore/error.hpp"
#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "tests/catch.hpp"
#include "tests/unit/value.hpp"

using botstore::Error;
using botstore::ErrorCode;
using botstore::Json;
using botstore::backend::merge_contents;
using botstore::backend::merge_objects;
using botstore::testing::RandomValues;
using botstore::testing::Value;
using botstore::testing::ValueObject;
using namespace botstore::literals;

namespace {

std::string merged(const char* object, std::vector<std::string> removed, const char* patch) {
  const auto over = Json::parse(patch);
  return merge_objects(Json::parse(object), removed, &over).text();
}

std::string merged_contents(const char* content, const char* patch) {
  return merge_contents(Json::parse(content), Json::parse(patch)).text();
}

Value merge(const Value& base, const Value& patch) {
  auto result = std::get<ValueObject>(base.is);
  for (const auto& [key, value] : std::get<ValueObject>(patch.is)) result[key] = value;
  return {result};
}

Value merge_contents(const Value& base, const Value& patch) {
  auto result = std::get<ValueObject>(merge(base, patch).is);
  const auto inner = [](const Value& value) {
    const auto& object = std::get<ValueObject>(value.is);
    const auto found = object.find("metadata");
    return found != object.end() && std::holds_alternative<ValueObject>(found->second.is)
               ? &found->second
               : nullptr;
  };
  if (inner(base) != nullptr && inner(patch) != nullptr)
    result["metadata"] = merge(*inner(base), *inner(patch));
  return {result};
}

}  // namespace

TEST_CASE("a merge sets keys at the top level", "[json]") {
  CHECK(merged("{}", {}, "{}") == "{}");
  CHECK(merged(R"({"a":1})", {}, R"({"b":2})") == R"({"a":1,"b":2})");
  CHECK(merged(R"({"a":{"x":1}})", {}, R"({"a":{"y":2}})") == R"({"a":{"y":2}})");
  CHECK(merged(R"({"a":[1]})", {}, R"({"a":[2]})") == R"({"a":[2]})");
}

TEST_CASE("a merged null is stored and removes nothing", "[json]") {
  CHECK(merged(R"({"a":1,"b":2})", {}, R"({"a":null})") == R"({"a":null,"b":2})");
  CHECK(merged(R"({"a":{"x":1}})", {}, R"({"a":{"x":null}})") == R"({"a":{"x":null}})");
}

TEST_CASE("merged keys keep their places, and new ones follow", "[json]") {
  CHECK(merged(R"({"c":1,"a":2,"b":3})", {}, R"({"d":4,"a":5,"0":6})") ==
        R"({"c":1,"a":5,"b":3,"d":4,"0":6})");
}

TEST_CASE("keys are removed before the patch is merged", "[json]") {
  CHECK(merged(R"({"a":1,"b":2,"c":3})", {"b", "x"}, "{}") == R"({"a":1,"c":3})");
  CHECK(merged(R"({"a":1,"b":2})", {"a"}, R"({"a":9})") == R"({"b":2,"a":9})");
  CHECK(merge_objects(R"({"a":1,"b\n":2})"_json, std::vector<std::string>{"b\n"}, nullptr).text() ==
        R"({"a":1})");
  CHECK(merge_objects(R"({"a":1,"a":2})"_json, std::vector<std::string>{"a"}, nullptr).text() ==
        "{}");
}

TEST_CASE("a merge keeps untouched numbers as they were written", "[json]") {
  CHECK(merged(R"({ "a" : 1.0, "b" : [1e2, -0, 0.10], "d" : 123456789012345678901234567890 })", {},
               R"({"c":1E+5})") ==
        R"({"a":1.0,"b":[1e2,-0,0.10],"d":123456789012345678901234567890,"c":1E+5})");
}

TEST_CASE("of a key that comes twice the last counts in merges", "[json]") {
  CHECK(merged(R"({"a":1,"b":2,"a":3})", {}, R"({"c":4,"c":5})") == R"({"a":3,"b":2,"c":5})");
}

TEST_CASE("a merge of contents goes one level deeper under metadata, objects only", "[json]") {
  CHECK(merged_contents(R"({"parts":[1],"metadata":{"a":1,"b":{"x":1}}})",
                        R"({"metadata":{"b":{"y":2},"c":null},"parts":[2]})") ==
        R"({"parts":[2],"metadata":{"a":1,"b":{"y":2},"c":null}})");
  CHECK(merged_contents(R"({"metadata":{"a":1}})", R"({"metadata":null})") ==
        R"({"metadata":null})");
  CHECK(merged_contents(R"({"metadata":[1]})", R"({"metadata":{"a":1}})") ==
        R"({"metadata":{"a":1}})");
  CHECK(merged_contents("{}", R"({"metadata":{"a":1}})") == R"({"metadata":{"a":1}})");
  CHECK(merged_contents(R"({"metadata":{"a":1}})", R"({"x":1})") ==
        R"({"metadata":{"a":1},"x":1})");
  CHECK(merged_contents(R"({"x":{"a":1}})", R"({"x":{"b":2}})") == R"({"x":{"b":2}})");
  CHECK(merged_contents(R"({"x":{"metadata":{"a":1}}})", R"({"x":{"metadata":{"b":2}}})") ==
        R"({"x":{"metadata":{"b":2}}})");
}

TEST_CASE("a merge does not grow beyond what a text may have", "[json]") {
  const std::string half(botstore::limits::text_bytes / 2, 'x');
  const auto left = Json::object({{"a", Json::string(half)}});
  const auto right = Json::object({{"b", Json::string(half)}});
  try {
    static_cast<void>(merge_objects(left, {}, &right));
    FAIL("it was merged");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::conflict);
  }
}

TEST_CASE("objects with 100,000 keys are merged", "[json]") {
  const auto object = [](int first) {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i)
      text += (i > 0 ? ",\"" : "\"") + std::to_string(first + i) + "\":" + std::to_string(first);
    return Json::parse(text + "}");
  };
  const auto patch = object(50'000);
  const std::vector<std::string> removed(100'000, "7");
  const auto result = merge_objects(object(0), removed, &patch);
  CHECK(result.members().size() == 149'999);
  CHECK(result.find({"49999"}) == "0"_json);
  CHECK(result.find({"50000"}) == "50000"_json);
}

TEST_CASE("random merges agree with their models", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  for (int round = 0; round < 3'000; ++round) {
    const auto base = random.object(3);
    const auto patch = random.object(3);
    const auto base_json = random.json(base);
    const auto patch_json = random.json(patch);
    INFO(base_json.text() << " and " << patch_json.text());
    REQUIRE(merge_objects(base_json, {}, &patch_json) == random.json(merge(base, patch)));
    REQUIRE(merge_contents(base_json, patch_json) == random.json(merge_contents(base, patch)));
  }
}

TEST_CASE("merging keeps its laws on random objects", "[json][random]") {
  RandomValues random{botstore::testing::seed()};
  INFO("--rng-seed " << botstore::testing::seed());
  const auto nothing = "{}"_json;
  for (int round = 0; round < 1'000; ++round) {
    const auto a = random.json(random.object(3));
    const auto b = random.json(random.object(3));
    INFO(a.text() << " and " << b.text());
    REQUIRE(merge_objects(a, {}, &a) == a);
    REQUIRE(merge_objects(a, {}, &nothing) == a);
    REQUIRE(merge_objects(nothing, {}, &a) == a);
    REQUIRE(merge_objects(a, {}, nullptr) == a);
    const auto once = merge_objects(a, {}, &b);
    REQUIRE(merge_objects(once, {}, &b) == once);
    REQUIRE(botstore::backend::matches(once, {botstore::where::contains(b)}));
  }
}
