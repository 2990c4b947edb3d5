#include "lib/text/json/writer.hpp"

#include <string>

#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "tests/catch.hpp"

using botstore::Json;
using botstore::detail::canonical_text;

TEST_CASE("one meaning of JSON has one canonical text", "[json]") {
  const auto text = [](const char* json) { return canonical_text(Json::parse(json)); };
  CHECK(text(R"( {"b": [1, {"x": null}], "a": "\u0041\/"} )") ==
        R"({"a":"A/","b":[1e0,{"x":null}]})");
  CHECK(text(R"({"a":1,"a":2})") == text(R"({"a":2})"));
  for (const auto* const same : {"1.50", "15e-1", "0.0150E+2", "1.5"}) CHECK(text(same) == "15e-1");
  for (const auto* const same : {"100", "1e2", "0.1e3", "100.00"}) CHECK(text(same) == "1e2");
  for (const auto* const zero : {"0", "-0", "0.00", "0e7"}) CHECK(text(zero) == "0");
  CHECK(text("-12.5") == "-125e-1");
  CHECK(text("true") != text("\"true\""));
}

TEST_CASE("the deepest value has a canonical text", "[json]") {
  const auto deepest = std::string(botstore::limits::json_depth, '[') +
                       std::string(botstore::limits::json_depth, ']');
  CHECK(canonical_text(Json::parse(deepest)) == deepest);
}
