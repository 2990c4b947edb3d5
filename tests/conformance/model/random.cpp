#include "tests/conformance/model/random.hpp"

#include <chrono>
#include <utility>

#include "botstore/limits.hpp"
#include "tests/conformance/support/builders.hpp"

namespace botstore::testing {

using namespace std::chrono_literals;

std::string Random::name(std::initializer_list<const char*> names) {
  if (below(300) != 0) return one_of(names);
  switch (below(5)) {
    case 0:
      return "";
    case 1:
      return " \t";
    case 2:
      return std::string{"a\0b", 3};
    case 3:
      return "caf\xe9";
    default:
      return std::string(limits::id_bytes + 1, 'x');
  }
}

std::string Random::thread_id() {
  return name({"t1", "t1", "t1", "t2", "t2", "t3", "t4", "T1", "new#0", "new#3"});
}

std::string Random::message_id() {
  return name({"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "new#1", "new#2"});
}

std::string Random::resource_id() {
  return name({"alice", "alice", "bob", "carol", "al%", "al_"});
}

std::string Random::phone() {
  return name({"+10", "+10", "+11", "+12", "+13"});
}

std::string Random::entry_key() {
  return name({"e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9"});
}

std::string Random::metadata_key() {
  return name({"a", "ab", "a%", "a%b", "a_", "a\\", "b", "é", "state"});
}

std::string Random::prefix() {
  return one_of({"", "", "a", "a%", "a_", "a\\", "b", "al", "al%", "z"});
}

std::string Random::role() {
  return name({"user", "user", "assistant", "system", "tool", "critic"});
}

std::string Random::type() {
  return name({"text", "text", "tool-call", "image"});
}

std::string Random::title() {
  return one_of({"", "A table", "A \"table\" for 'two' 🍝", "Drop; --"});
}

Json Random::content() {
  return Json::parse(one_of({"null", "true", " 12.50 ", "\"text\"", "\"\"", "[1, 2.0,\n3]", "{}",
                             R"({"text":"hi"})", R"({ "text" : "caf\u00e9 😀", "n": 1e2 })",
                             R"({"text": "a", "text": "b"})", R"({"metadata": {"x": 1, "y": [2]}})",
                             R"({"metadata": 5, "parts": [{"type": "text"}]})"}));
}

Json Random::content_patch() {
  return Json::parse(one_of({R"({"merged": true})", R"({"merged": 1, "text": "later"})",
                             R"({"merged": 2, "metadata": {"x": null, "z": {"deep": true}}})",
                             R"({"merged": 3, "metadata": "flat", "parts": []})"}));
}

Json Random::scalar() {
  return Json::parse(one_of({"null", "true", "false", "0", "1", "1.0", "1.5", "-7", "\"1\"", "\"\"",
                             "\"x\"", "\"a%b\"", "1e2"}));
}

Json Random::value() {
  switch (below(6)) {
    case 0:
      return Json::parse(one_of({"[]", "[1, \"1\", null]", "[[1], {\"a\": 1}]", "[1, 1]"}));
    case 1:
      return object();
    default:
      return scalar();
  }
}

Json Random::object() {
  std::vector<std::pair<std::string_view, Json>> members;
  for (const auto* key : {"a", "b", "a.b", "$", ""})
    if (chance(30)) members.emplace_back(key, chance(15) ? value() : scalar());
  return Json::object(members);
}

std::vector<std::string> Random::object_keys() {
  return several(0, 2, [&] { return one_of({"a", "b", "a.b", "$", "", "none"}); });
}

JsonCondition Random::condition() {
  auto path = several(1, chance(20) ? 2 : 1, [&] {
    return one_of({"a", "a", "b", "a.b", "$", "", "cloned_from"});
  });
  if (below(60) == 0) path.clear();
  if (chance(30)) return where::has_key(std::move(path));
  if (chance(30)) return where::contains(below(30) == 0 ? scalar() : object());
  return where::equals(std::move(path), below(30) == 0 ? value() : scalar());
}

JsonFilter Random::filter() {
  if (!chance(25)) return {};
  return several(1, 2, [&] { return condition(); });
}

Timestamp Random::time() {
  return at(std::chrono::minutes{below(6)} + std::chrono::microseconds{below(2)});
}

TimeRange Random::range() {
  if (!chance(20)) return {};
  TimeRange drawn{.start_exclusive = chance(30), .end_exclusive = chance(30)};
  drawn.start = maybe(60, [&] { return time(); });
  drawn.end = maybe(60, [&] { return time(); });
  if (chance(90) && drawn.start && drawn.end && *drawn.end < *drawn.start)
    std::swap(drawn.start, drawn.end);
  return drawn;
}

Direction Random::direction() {
  return chance(50) ? Direction::ascending : Direction::descending;
}

Limit Random::limit() {
  if (chance(25)) return {};
  if (chance(20)) return Limit::all();
  if (below(60) == 0) return -1;
  return one_of({0, 1, 2, 3, 5, 40});
}

}  // namespace botstore::testing
