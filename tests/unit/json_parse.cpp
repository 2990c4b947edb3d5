#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "tests/catch.hpp"

using namespace std::literals;
using botstore::Error;
using botstore::ErrorCode;
using botstore::Json;
namespace limits = botstore::limits;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

/// What Json::parse says about a text; empty if it takes it.
std::string refusal(std::string text) {
  try {
    const auto kept = text;
    const auto json = Json::parse(std::move(text));
    CHECK(json.text() == kept);
    return {};
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(error.field() == "json");
    return error.what();
  }
}

struct Refused {
  std::string text;
  std::string_view reason;
};

void check_refused(const std::vector<Refused>& cases) {
  for (const auto& [text, reason] : cases) {
    INFO(text.substr(0, 80));
    CHECK(refusal(text) == "Json::parse: json: " + std::string{reason});
  }
}

void check_accepted(const std::vector<std::string>& texts) {
  for (const auto& text : texts) {
    INFO(text.substr(0, 80));
    CHECK(refusal(text).empty());
  }
}

}  // namespace

TEST_CASE("JSON of every shape is accepted and kept byte for byte", "[json]") {
  check_accepted({
      "null",
      "true",
      "false",
      "0",
      "-0",
      "\"\"",
      "[]",
      "{}",
      " \t\r\n[ ] \t\r\n",
      "[ 1 , 2 ]",
      "{ \"a\" : { \"\" : [ { } , [ ] ] } }",
      "[[],{}]",
      R"({"a":1,"a":2})",
      R"({"":0})",
      R"(["\"\\\/\b\f\n\r\t"])",
      "[null,1,\"1\",{}]",
      "\"\x7f\"",
      R"("a/b")",
      "{\"a\":\"]\"}",
      R"(["\\\\\"[1,"])",
      R"("\\u0000")",
      R"("\\ud800")",
  });
}

TEST_CASE("what is no JSON is refused", "[json]") {
  check_refused({
      {"", "no valid value at byte 0"},
      {"  ", "no valid value at byte 2"},
      {"nul", "no valid value at byte 3"},
      {"True", "no valid value at byte 0"},
      {"truefalse", "more text after the value at byte 4"},
      {"1 2", "more text after the value at byte 2"},
      {"{}}", "more text after the value at byte 2"},
      {"[1,]", "no valid value at byte 3"},
      {"[,1]", "no valid value at byte 1"},
      {"[1 2]", "no comma or ] after an element at byte 3"},
      {"[1", "no comma or ] after an element at byte 2"},
      {"[", "no valid value at byte 1"},
      {"]", "no valid value at byte 0"},
      {"{", "no key at byte 1"},
      {"{1:2}", "no key at byte 1"},
      {"{a:1}", "no key at byte 1"},
      {R"({"a"})", "no colon after a key at byte 4"},
      {R"({"a":})", "no valid value at byte 5"},
      {R"({"a":1,})", "no key at byte 7"},
      {R"({"a":1 "b":2})", "no comma or } after a member at byte 7"},
      {R"({"a":1)", "no comma or } after a member at byte 6"},
      {R"({'a':1})", "no key at byte 1"},
      {"[1}", "no comma or ] after an element at byte 2"},
      {"// no\n1", "no valid value at byte 0"},
      {"[1/**/]", "no comma or ] after an element at byte 2"},
      {"NaN", "no valid value at byte 0"},
      {"Infinity", "no valid value at byte 0"},
      {"\xef\xbb\xbf{}", "no valid value at byte 0"},
      {"\xc2\xa0"
       "1",
       "no valid value at byte 0"},
      {"[1\v]", "no comma or ] after an element at byte 2"},
  });
}

TEST_CASE("strings that are not whole or not escaped are refused", "[json]") {
  check_refused({
      {R"("a)", "a string without an end at byte 2"},
      {R"("a\")", "a string without an end at byte 4"},
      {R"("\)", "an invalid escape or a raw control character at byte 1"},
      {R"("\x41")", "an invalid escape or a raw control character at byte 1"},
      {R"("\U0041")", "an invalid escape or a raw control character at byte 1"},
      {R"("\u12")", "an invalid escape or a raw control character at byte 1"},
      {R"("\u12G4")", "an invalid escape or a raw control character at byte 1"},
      {R"("\u+123")", "an invalid escape or a raw control character at byte 1"},
      {"\"a\nb\"", "an invalid escape or a raw control character at byte 2"},
      {"\"a\tb\"", "an invalid escape or a raw control character at byte 2"},
      {"\"\x1f\"", "an invalid escape or a raw control character at byte 1"},
      {"'a'", "no valid value at byte 0"},
  });
}

TEST_CASE("the character U+0000 is refused wherever it stands", "[json]") {
  check_refused({
      {R"("a\u0000")", "the character U+0000 at byte 2"},
      {R"({"\u0000":1})", "the character U+0000 at byte 2"},
      {R"(["\\\u0000"])", "the character U+0000 at byte 4"},
      {"\"a\0b\""s, "the character U+0000 at byte 2"},
      {"1\0"s, "the character U+0000 at byte 1"},
      {"{}\0{}"s, "the character U+0000 at byte 2"},
      {"\0"s, "the character U+0000 at byte 0"},
  });
}

TEST_CASE("a surrogate without its partner is refused", "[json]") {
  check_refused({
      {R"("\ud800")", "a lone surrogate at byte 1"},
      {R"("\uDFFF")", "a lone surrogate at byte 1"},
      {R"("a\udc00b")", "a lone surrogate at byte 2"},
      {R"("\ud800\ud800")", "a lone surrogate at byte 1"},
      {R"("\udc00\ud800")", "a lone surrogate at byte 1"},
      {R"("\ud83d\ude00\ude00")", "a lone surrogate at byte 13"},
      {R"("\ud800\n")", "a lone surrogate at byte 1"},
      {R"("\ud800x\udc00")", "a lone surrogate at byte 1"},
      {R"({"\udead":1})", "a lone surrogate at byte 2"},
  });
  check_accepted({R"("\ud83d\uDE00")", R"("\ud800\udc00\udbff\udfff")", R"("\ud7ff\ue000")"});
}

TEST_CASE("text that is not UTF-8 is refused", "[json]") {
  check_refused({
      {"\"\xff\"", "invalid UTF-8 at byte 1"},
      {"\"\xc0\x80\"", "invalid UTF-8 at byte 1"},
      {"\"ab\xed\xa0\x80\"", "invalid UTF-8 at byte 3"},
      {"\"\xf4\x90\x80\x80\"", "invalid UTF-8 at byte 1"},
      {"{\"\xe2\x82\":1}", "invalid UTF-8 at byte 2"},
      {"1\x80", "invalid UTF-8 at byte 1"},
  });
  check_accepted({"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", "\"\xf4\x8f\xbf\xbf\""});
}

TEST_CASE("numbers that are not written as RFC 8259 says are refused", "[json]") {
  for (const auto* const text : {"-", "01", "-01", "00", "1.", "1.e1", "1e", "1e+", "1E-", "1.2.3",
                                 "1e1e1", "1-2", "1+2", "--1", "0e", "-.5", "1e1.5"}) {
    INFO(text);
    CHECK(refusal(text) == "Json::parse: json: an invalid number at byte 0");
    CHECK(refusal("[\"1.\"," + std::string{text} + "]") ==
          "Json::parse: json: an invalid number at byte 6");
  }
  for (const auto* const text : {"+1", ".5", "-a", "0x10", "1a", "1_000", "-Infinity", "-NaN"}) {
    INFO(text);
    CHECK(!refusal(text).empty());
  }
}

TEST_CASE("a number outside a double's range is refused", "[json]") {
  const auto outside = [](std::string_view number) {
    return Refused{std::string{number}, "a number outside a double's range at byte 0"};
  };
  check_refused({
      outside("1e309"),
      outside("-1e309"),
      outside("1.7976931348623158e308"),
      outside("1" + repeat("0", 309)),
      outside("0." + repeat("0", 20) + "1e330"),
      outside("1e-324"),
      outside("-4.9e-324"),
      outside("0." + repeat("0", 390) + "1"),
      {"[1,2e308]", "a number outside a double's range at byte 3"},
      {R"({"a":1e-400})", "a number outside a double's range at byte 5"},
  });
  check_accepted({
      "1.7976931348623157e308",
      "-1.7976931348623157E+308",
      "1" + repeat("0", 308),
      "17976931348623157" + repeat("0", 292),
      "1" + repeat("0", 350) + "e-300",
      "0." + repeat("0", 350) + "1e400",
      "5e-324",
      "4.9406564584124655e-324",
      "0e400",
      "0.0e-400",
      "2.2250738585072014e-308",
      "123456789012345678901234567890",
  });
}

TEST_CASE("the limits of a number are exact", "[json]") {
  const auto longest = "1." + repeat("7", limits::json_number_chars - 2);
  check_accepted({longest, "[" + longest + "]", "0e00000000000400"});
  check_refused({
      {longest + "7", "a number of 401 characters, more than the 400 allowed at byte 0"},
      {"-" + longest, "a number of 401 characters, more than the 400 allowed at byte 0"},
      {"0e401", "a number with an exponent beyond 400 at byte 0"},
      {"0E-401", "a number with an exponent beyond 400 at byte 0"},
      {"0e99999999999999999999999", "a number with an exponent beyond 400 at byte 0"},
      {"1e-9223372036854775808", "a number with an exponent beyond 400 at byte 0"},
  });
}

TEST_CASE("nesting is bounded, and deep texts do not exhaust the stack", "[json]") {
  const auto nested = [](std::size_t levels) { return repeat("[", levels) + repeat("]", levels); };
  const auto objects = [](std::size_t levels) {
    return repeat("{\"a\":", levels) + "1" + repeat("}", levels);
  };
  check_accepted({
      nested(limits::json_depth),
      objects(limits::json_depth),
      "[" + nested(limits::json_depth - 1) + "," + nested(limits::json_depth - 1) + "]",
  });
  check_refused({
      {nested(limits::json_depth + 1), "more than 512 levels of nesting at byte 512"},
      {objects(limits::json_depth + 1), "more than 512 levels of nesting at byte 2560"},
      {repeat("[", 5'000'000), "more than 512 levels of nesting at byte 512"},
  });
  CHECK(Json::parse(nested(limits::json_depth)) == Json::parse(" " + nested(limits::json_depth)));
}

TEST_CASE("a text may have 64 MiB and no byte more", "[json]") {
  std::string text(limits::text_bytes, 'x');
  text.front() = text.back() = '"';
  CHECK(refusal(text).empty());
  text += ' ';
  CHECK(refusal(text) == "Json::parse: json: 67108865 bytes, more than the 67108864 allowed");
}

TEST_CASE("the literal is short for parse", "[json]") {
  using namespace botstore::literals;
  CHECK(R"({"a": 1})"_json.text() == R"({"a": 1})");
  CHECK_THROWS_AS("{"_json, Error);
}
