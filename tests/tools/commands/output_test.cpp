#include <sstream>

#include "tests/catch.hpp"
#include "tools/options/values.hpp"
#include "tools/output/secrets.hpp"
#include "tools/output/table.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools::testing {

TEST_CASE("safe text holds nothing that a terminal obeys") {
  CHECK(safe_text("plain, and ünïcödé 你好") == "plain, and ünïcödé 你好");
  CHECK(safe_text(std::string{"\0\a\x1b\x7f", 4}) == "\\x00\\x07\\x1b\\x7f");
  CHECK(safe_text("a\tb\r\n") == "a\\tb\\r\\n");
  CHECK(safe_text("a\tb\r\n", Lines::many) == "a\tb\\r\n");
  CHECK(safe_text("\u0080\u009f\u200f\u202e\u2066\u2028\ufeff") ==
        "\\u0080\\u009f\\u200f\\u202e\\u2066\\u2028\\ufeff");
  CHECK(safe_text("\x80 \xc3 \xed\xa0\x80 \xc0\xaf") == "\\x80 \\xc3 \\xed\\xa0\\x80 \\xc0\\xaf");
}

TEST_CASE("safe JSON means the same, and holds nothing that a terminal obeys") {
  const auto json = Json::parse("{\"a\": \"\u009b2J \u202e\x7f é\"}");
  const auto safe = safe_json(json.text());
  CHECK(safe == R"({"a": "\u009b2J \u202e\u007f é"})");
  CHECK(Json::parse(safe) == json);
}

TEST_CASE("the lines of a text are moved right, however many") {
  CHECK(indent_rest("a\nb\n\nc", 2) == "a\n  b\n  \n  c");
  CHECK(indent_rest(std::string(1'000'000, '\n'), 3).size() == 4'000'000);
}

TEST_CASE("a password is hidden, wherever in a text it stands") {
  CHECK(without_passwords("not expected: postgresql://bot:s3cr@t@db/x status") ==
        "not expected: postgresql://bot:***@db/x status");
  CHECK(without_passwords("--stroe=postgres://bot:s@db") == "--stroe=postgres://bot:***@db");
  CHECK(without_passwords("postgresql:///x?password=s&sslpassword=t&port=1\nmore") ==
        "postgresql:///x?password=***&sslpassword=***&port=1\nmore");
  CHECK(without_passwords("host=db password=s  user=u") == "host=db password=***  user=u");
  CHECK(without_passwords("sqlite:bot.db postgresql://db:5432/x a@b") ==
        "sqlite:bot.db postgresql://db:5432/x a@b");
}

TEST_CASE("the width of a text is that on the terminal") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("你好") == 4);
  CHECK(display_width("🙂") == 2);
  CHECK(display_width("✅⭐🪄") == 6);
  CHECK(display_width("שָׁ") == 1);
  CHECK(display_width("न्") == 1);
  CHECK(cut_to_width("abcdef", 6) == "abcdef");
  CHECK(cut_to_width("abcdef", 4) == "abc…");
  CHECK(cut_to_width("你好吗", 4) == "你…");
  CHECK(cut_to_width("abc", 0).empty());
}

TEST_CASE("the columns of a table fit what stands in them") {
  std::ostringstream out;
  Table table{out, Style{}, {{"A"}, {.title = "NUMBER", .align = Table::Align::right}, {"C"}}};
  table.add({"你好", "1", "x"});
  table.add({"abc", "1000000", ""});
  table.finish();
  CHECK(out.str() ==
        "A      NUMBER  C\n"
        "你好        1  x\n"
        "abc   1000000\n");
}

TEST_CASE("a table without rows is not written") {
  std::ostringstream out;
  Table table{out, Style{}, {{"A"}}};
  table.finish();
  CHECK(out.str().empty());
}

TEST_CASE("a time is RFC 3339, a day, or how long ago") {
  const auto now = parse_time("2026-03-01T08:00:00Z");
  CHECK(time_of("2026-02-01T00:00:00+01:00", now) == parse_time("2026-01-31T23:00:00Z"));
  CHECK(time_of("2026-02-01", now) == parse_time("2026-02-01T00:00:00Z"));
  CHECK(time_of("90s", now) == parse_time("2026-03-01T07:58:30Z"));
  CHECK(time_of("2h", now) == parse_time("2026-03-01T06:00:00Z"));
  CHECK(time_of("1w", now) == parse_time("2026-02-22T08:00:00Z"));
  for (const char* wrong : {"", "h", "-1h", "1.5h", "2y", "yesterday", "2026-02-30", "2000000000w"})
    CHECK_THROWS_AS(time_of(wrong, now), Error);
}

TEST_CASE("a path is divided by dots, or is a JSON array") {
  CHECK(path_of("a") == std::vector<std::string>{"a"});
  CHECK(path_of("a.b") == std::vector<std::string>{"a", "b"});
  CHECK(path_of(R"(["a.b","c"])") == std::vector<std::string>{"a.b", "c"});
  CHECK(path_and_value_of("a.b=1").second == Json::number(1));
  CHECK(path_and_value_of("a=\"1\"").second == Json::string("1"));
  CHECK(path_and_value_of("a=x=y").second == Json::string("x=y"));
  CHECK_THROWS_AS(path_and_value_of("a"), Error);
}

}  // namespace botstore::tools::testing
