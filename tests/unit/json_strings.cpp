#include "lib/text/json/string.hpp"

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/json.hpp"
#include "tests/catch.hpp"

using botstore::Error;
using botstore::Json;
using botstore::detail::read_string;
using botstore::detail::write_string;

namespace {

/// What a string of a line says; absent if it is refused.
std::optional<std::string> said(std::string_view json) {
  std::string value;
  if (read_string(json, value)) return std::nullopt;
  return value;
}

/// What a `Json` of the same text says.
std::optional<std::string> said_by_json(const std::string& json) {
  try {
    return Json::parse(json).as_string();
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// A string of pieces that are each right or wrong by themselves or beside others.
std::string random_string(std::mt19937& random) {
  static const std::vector<std::string> pieces{"a",
                                               "é",
                                               "👋",
                                               "\\n",
                                               "\\/",
                                               "\\\\",
                                               "\\\"",
                                               "\\x",
                                               "\\u",
                                               "\\u",
                                               "\x01",
                                               "\\u00e",
                                               "\\u0041",
                                               "\\ud83d",
                                               "\\ude00",
                                               "\\u00",
                                               "\\uD83D\\uDE00",
                                               "\\u0000",
                                               "\\",
                                               "0",
                                               "41"};
  std::string json = "\"";
  for (auto left = random() % 5; left > 0; --left) json += pieces[random() % pieces.size()];
  return json + '"';
}

}  // namespace

TEST_CASE("a string says the same by itself and as a value", "[json]") {
  std::mt19937 random{1};
  for (int i = 0; i < 20'000; ++i) {
    const auto json = random_string(random);
    CAPTURE(json);
    REQUIRE(said(json) == said_by_json(json));
  }
}

TEST_CASE("a string comes back from its JSON, whatever is in it", "[json]") {
  std::string value;
  for (int c = 1; c < 128; ++c) value += static_cast<char>(c);
  value += "é👋";
  std::string json;
  write_string(json, value);
  CHECK(said(json) == value);
  CHECK(Json::string(value).text() == json);
}

TEST_CASE("a damaged string is refused where it is damaged", "[json]") {
  const auto complaint = [](std::string_view json) {
    std::string value;
    const auto fault = read_string(json, value);
    return fault ? describe(*fault) : "none";
  };
  for (const auto* const text : {"", "\"", "a\"", "\"a", "1"})
    CHECK(complaint(text) == "not a string");
  CHECK(complaint(R"("a\ud800")") == "a lone surrogate at byte 2");
  CHECK(complaint(R"("\u0000")") == "the character U+0000 at byte 1");
  CHECK(complaint(R"("ab\q")") == "an invalid escape or a raw control character at byte 3");
  CHECK(complaint("\"\n\"") == "an invalid escape or a raw control character at byte 1");
  CHECK(complaint(R"("\")") == "an invalid escape or a raw control character at byte 1");
}
