#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "botstore/backend/json.hpp"
#include "botstore/error.hpp"
#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "lib/json/duplicates.hpp"
#include "tests/catch.hpp"

using namespace botstore::literals;
using namespace std::literals;
using botstore::Error;
using botstore::ErrorCode;
using botstore::Json;
using botstore::JsonType;
using botstore::backend::adopt_json;
using botstore::detail::find_duplicate_key;

namespace {

template <class Call>
std::string refusal(Call call) {
  try {
    static_cast<void>(call());
    return {};
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_argument);
    return error.what();
  }
}

}  // namespace

TEST_CASE("a default value is null", "[json]") {
  CHECK(Json{}.text() == "null");
  CHECK(Json{}.type() == JsonType::null);
}

TEST_CASE("a value made of a C++ value has its text", "[json]") {
  CHECK(Json::boolean(true).text() == "true");
  CHECK(Json::boolean(false).text() == "false");
  CHECK(Json::number(std::int64_t{-7}).text() == "-7");
  CHECK(Json::number(std::numeric_limits<std::int64_t>::min()).text() == "-9223372036854775808");
  CHECK(Json::number(0.1).text() == "0.1");
  CHECK(Json::number(1e300).text() == "1e+300");
  CHECK(Json::string("a\"\\\b\f\n\r\t\x01/\x7f\xc3\xa9").text() ==
        "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\x7f\xc3\xa9\"");
  CHECK(Json::array({}).text() == "[]");
  CHECK(Json::array(std::vector{Json::number(1.5), " [ ] "_json}).text() == "[1.5, [ ] ]");
  CHECK(Json::object({}).text() == "{}");
  CHECK(Json::object({{"b", Json{}}, {"a\n", Json::boolean(true)}}).text() ==
        R"({"b":null,"a\n":true})");
}

TEST_CASE("every finite double is a value that reads back the same", "[json]") {
  for (const double value :
       {0.0, -0.0, 1.0, 0.1, -1e-7, 1e21, 123456789.123, 5e-324, -2.2250738585072014e-308,
        2.225073858507201e-308, 1.7976931348623157e308, std::nextafter(1.0, 2.0)}) {
    const auto json = Json::number(value);
    INFO(json.text());
    CHECK(Json::parse(json.text()) == json);
    REQUIRE(json.as_number());
    CHECK(*json.as_number() == value);
    CHECK(std::signbit(*json.as_number()) == std::signbit(value));
  }
  for (const double value : {HUGE_VAL, -HUGE_VAL, std::nan("")})
    CHECK(refusal([&] { return Json::number(value); }) ==
          "Json::number: json: a number that is not finite");
}

TEST_CASE("what cannot be a JSON string is refused", "[json]") {
  CHECK(refusal([] { return Json::string("ab\xff"); }) ==
        "Json::string: json: invalid UTF-8 at byte 2");
  CHECK(refusal([] { return Json::string("a\0"s); }) ==
        "Json::string: json: the character U+0000 at byte 1");
  const std::string longest(botstore::limits::text_bytes - 2, 'x');
  CHECK(Json::string(longest).text().size() == botstore::limits::text_bytes);
  CHECK(refusal([&] { return Json::string(longest + "x"); }) ==
        "Json::string: json: 67108865 bytes, more than the 67108864 allowed");
  CHECK(refusal([] {
          return Json::object({{"\xc0", Json{}}});
        }) == "Json::object: json: invalid UTF-8 at byte 0");
  CHECK(refusal([] {
          return Json::object({{"\0"sv, Json{}}});
        }) == "Json::object: json: the character U+0000 at byte 0");
}

TEST_CASE("an object is not made with a key that comes twice", "[json]") {
  CHECK(refusal([] {
          return Json::object({{"a", Json{}}, {"b", Json{}}, {"a", Json{}}});
        }) == "Json::object: json: the key \"a\" comes twice");
}

TEST_CASE("arrays and objects are not made deeper than a text may be", "[json]") {
  const auto deepest = [](char open, char close) {
    return Json::parse(std::string(botstore::limits::json_depth, open) +
                       std::string(botstore::limits::json_depth, close));
  };
  const auto array = deepest('[', ']');
  CHECK_FALSE(refusal([&] { return Json::array({&array, 1}); }).empty());
  CHECK_FALSE(refusal([&] { return Json::object({{"a", array}}); }).empty());
}

TEST_CASE("the type is known from the text", "[json]") {
  CHECK(" \t\r\nnull"_json.type() == JsonType::null);
  CHECK("true"_json.type() == JsonType::boolean);
  CHECK("false"_json.type() == JsonType::boolean);
  CHECK("-1"_json.type() == JsonType::number);
  CHECK("0"_json.type() == JsonType::number);
  CHECK("\"\""_json.type() == JsonType::string);
  CHECK(" []"_json.type() == JsonType::array);
  CHECK(" {}"_json.is_object());
  CHECK_FALSE("[{}]"_json.is_object());
}

TEST_CASE("a scalar is read as its own type only", "[json]") {
  CHECK(" true "_json.as_boolean() == true);
  CHECK("false"_json.as_boolean() == false);
  CHECK_FALSE("1"_json.as_boolean());
  CHECK_FALSE("\"true\""_json.as_boolean());
  CHECK(R"( "a\u00e9\ud83d\ude00\n" )"_json.as_string() == "a\xc3\xa9\xf0\x9f\x98\x80\n");
  CHECK_FALSE("null"_json.as_string());
  CHECK_FALSE("[\"a\"]"_json.as_string());
  CHECK_FALSE("\"1\""_json.as_integer());
  CHECK_FALSE("\"1\""_json.as_number());
}

TEST_CASE("an integer is a number that an int64 holds exactly", "[json]") {
  CHECK("1"_json.as_integer() == 1);
  CHECK(" 1.0\n"_json.as_integer() == 1);
  CHECK("1e2"_json.as_integer() == 100);
  CHECK("1200e-2"_json.as_integer() == 12);
  CHECK("-0"_json.as_integer() == 0);
  CHECK("0e300"_json.as_integer() == 0);
  CHECK("9223372036854775807"_json.as_integer() == INT64_MAX);
  CHECK("-9223372036854775808"_json.as_integer() == INT64_MIN);
  CHECK("-9.223372036854775808e18"_json.as_integer() == INT64_MIN);
  CHECK_FALSE("9223372036854775808"_json.as_integer());
  CHECK_FALSE("-9223372036854775809"_json.as_integer());
  CHECK_FALSE("1e19"_json.as_integer());
  CHECK_FALSE("1.5"_json.as_integer());
  CHECK_FALSE("1e-1"_json.as_integer());
  CHECK_FALSE("9007199254740993.5"_json.as_integer());
  CHECK_FALSE(adopt_json("1e999999999999").as_integer());
}

TEST_CASE("a number is read as the nearest double", "[json]") {
  CHECK("1.25e2"_json.as_number() == 125.0);
  CHECK("0.1"_json.as_number() == 0.1);
  CHECK("9007199254740993"_json.as_number() == 9007199254740992.0);
  CHECK("1.7976931348623157e308"_json.as_number() == std::numeric_limits<double>::max());
  CHECK("5e-324"_json.as_number() == std::numeric_limits<double>::denorm_min());
  const auto large = Json::parse("17976931348623157" + std::string(292, '0'));
  CHECK(large.as_number() == std::numeric_limits<double>::max());
  CHECK_FALSE(adopt_json("1e400").as_number());
}

TEST_CASE("find follows object keys only", "[json]") {
  const auto json = R"({"a": {"b": [1, {"c": 2}], "": null}, "\u0061b": 1.50})"_json;
  CHECK(json.find({"a", "b"}).value().text() == R"([1,{"c":2}])");
  CHECK(json.find({"ab"}).value().text() == "1.50");
  CHECK(json.find({"a", ""}).value().text() == "null");
  CHECK(json.find({}).value().text() == json.text());
  CHECK_FALSE(json.find({"b"}));
  CHECK_FALSE(json.find({"a", "b", "c"}));
  CHECK_FALSE(json.find({"a", "b", "0"}));
  CHECK_FALSE(json.find({"ab", "a"}));
  CHECK(json.find(std::vector{"a"s, "b"s}) == "[1,{\"c\":2}]"_json);
  CHECK(R"({"a":{"x":1},"a":{"y":2}})"_json.find({"a"}) == R"({"y":2})"_json);
  CHECK_FALSE(R"({"a":{"x":1},"a":2})"_json.find({"a", "x"}));
}

TEST_CASE("elements and members come in the order of the text", "[json]") {
  const auto elements = R"([ 1.0, "x", [ ] ])"_json.elements();
  REQUIRE(elements.size() == 3);
  CHECK(elements[0].text() == "1.0");
  CHECK(elements[1].text() == "\"x\"");
  CHECK(elements[2].text() == "[]");
  const auto members = R"({"b":1,"a":{"c":2},"b\n":3})"_json.members();
  REQUIRE(members.size() == 3);
  CHECK(members[0].first == "b");
  CHECK(members[1].second.text() == R"({"c":2})");
  CHECK(members[2].first == "b\n");
  CHECK("{}"_json.elements().empty());
  CHECK("[]"_json.members().empty());
  CHECK("1"_json.members().empty());
}

TEST_CASE("numbers keep the way they are written in parts of a value", "[json]") {
  const auto* const numbers = R"({"n":[1.0,1e2,-0,0.10,1E+5,123456789012345678901234567890]})";
  CHECK(Json::parse(numbers).find({"n"}).value().text() ==
        "[1.0,1e2,-0,0.10,1E+5,123456789012345678901234567890]");
}

TEST_CASE("adopted text that cannot be read is reported as corrupt", "[json]") {
  const auto read = [](std::string text) {
    try {
      static_cast<void>(adopt_json(std::move(text)).find({"a"}));
      return botstore::ErrorCode::closed;
    } catch (const Error& error) {
      return error.code();
    }
  };
  CHECK(read("{") == ErrorCode::corrupt);
  CHECK(read("") == ErrorCode::corrupt);
  CHECK(read(std::string(100'000, '[') + std::string(100'000, ']')) == ErrorCode::corrupt);
}

TEST_CASE("adopted text may hold numbers longer than a new one", "[json]") {
  const auto number = "0." + std::string(320, '0') + std::string(380, '7');
  const auto json = adopt_json("{\"a\": " + number + "}");
  CHECK(json.find({"a"}).value().text() == number);
  CHECK(json == adopt_json("{\"a\": " + number + "00}"));
}

TEST_CASE("a key that comes twice is found at any depth", "[json]") {
  CHECK_FALSE(find_duplicate_key("{}"_json));
  CHECK_FALSE(find_duplicate_key(R"({"a":{"a":[{"a":1},{"a":1}]},"b":"a"})"_json));
  CHECK_FALSE(find_duplicate_key(R"(["a","a"])"_json));
  CHECK(find_duplicate_key(R"({"a":1,"b":2,"a":1})"_json) == "a");
  CHECK(find_duplicate_key(R"({"x":[1,{"y":{"a":1,"\u0061":2}}]})"_json) == "a");
  CHECK(find_duplicate_key(R"([[{"":1,"":2}]])"_json) == "");
}
