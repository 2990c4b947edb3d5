#include <optional>
#include <string>
#include <tuple>

#include "backends/memory/index.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::memory;
using namespace std::chrono_literals;

namespace {

struct ByOwner {
  using Key = std::tuple<std::string, Timestamp, int>;
};

struct ByName {
  using Key = std::tuple<std::optional<std::string>, std::string>;
};

constexpr Timestamp noon{12h};

ByOwner::Key key(std::string owner, Timestamp time, int number) {
  return {std::move(owner), time, number};
}

template <class Key>
bool holds(const Range<Key>& range, const Key& key) {
  return !range.from.follows(key) && range.to.follows(key);
}

}  // namespace

TEST_CASE("an edge parts the keys at the parts that it states") {
  using E = Edge<ByOwner::Key>;
  CHECK_FALSE(E::before(std::string{"b"}).follows(key("b", noon, 1)));
  CHECK(E::behind(std::string{"b"}).follows(key("b", noon, 1)));
  CHECK(E::before(std::string{"b"}).follows(key("a", noon, 9)));
  CHECK_FALSE(E::behind(std::string{"b"}).follows(key("c", noon, 0)));
  CHECK(E::behind(std::string{"b"}, noon).follows(key("b", noon, 9)));
  CHECK_FALSE(E::behind(std::string{"b"}, noon).follows(key("b", noon + 1us, 0)));
}

TEST_CASE("an edge without parts is the begin or the end of the index") {
  CHECK_FALSE(Edge<ByOwner::Key>::before().follows(key("", earliest_time, 0)));
  CHECK(Edge<ByOwner::Key>::behind().follows(key("z", latest_time, 9)));
}

TEST_CASE("keys order by their bytes, and absent parts come first") {
  using E = Edge<ByName::Key>;
  const std::optional<std::string> absent;
  CHECK(E::before(std::optional<std::string>{"a"}).follows({absent, "z"}));
  CHECK(E::before(std::optional{std::string{"\xc3\xa9"}}).follows({"z", ""}));
  CHECK(holds(all_of<ByName>(absent), {absent, "x"}));
  CHECK_FALSE(holds(all_of<ByName>(absent), {"a", "x"}));
}

TEST_CASE("a time range bounds the keys, inclusive unless it says otherwise") {
  const std::string owner = "b";
  const auto range = all_in<ByOwner>({.start = noon, .end = noon + 2s}, owner);
  CHECK(holds(range, key("b", noon, 0)));
  CHECK(holds(range, key("b", noon + 2s, 9)));
  CHECK_FALSE(holds(range, key("b", noon - 1us, 9)));
  CHECK_FALSE(holds(range, key("b", noon + 2s + 1us, 0)));
  CHECK_FALSE(holds(range, key("a", noon, 0)));

  const auto inner = all_in<ByOwner>(
      {.start = noon, .end = noon + 2s, .start_exclusive = true, .end_exclusive = true}, owner);
  CHECK_FALSE(holds(inner, key("b", noon, 9)));
  CHECK(holds(inner, key("b", noon + 1us, 0)));
  CHECK_FALSE(holds(inner, key("b", noon + 2s, 0)));
}

TEST_CASE("an open time range holds every key of its owner") {
  const auto range = all_in<ByOwner>({}, std::string{"b"});
  CHECK(holds(range, key("b", earliest_time, 0)));
  CHECK(holds(range, key("b", latest_time, 9)));
  CHECK_FALSE(holds(range, key("bb", noon, 0)));
}

TEST_CASE("a prefix is literal text, and the next text is outside") {
  const auto range = beginning_with<ByName>("a%", std::optional<std::string>{"x"});
  CHECK(holds(range, {"x", "a%"}));
  CHECK(holds(range, {"x", "a%\xf4\x8f\xbf\xbf"}));
  CHECK_FALSE(holds(range, {"x", "a&"}));
  CHECK_FALSE(holds(range, {"x", "ab"}));
  CHECK_FALSE(holds(range, {"y", "a%"}));
  CHECK(holds(beginning_with<ByName>("", std::optional<std::string>{"x"}), {"x", ""}));
}

TEST_CASE("a walk that begins behind a place leaves it out, in its direction") {
  const std::string owner = "b";
  auto range = all_of<ByOwner>(owner);
  range.begin_behind(Direction::ascending, owner, noon, 5);
  CHECK_FALSE(holds(range, key("b", noon, 5)));
  CHECK(holds(range, key("b", noon, 6)));

  range = all_of<ByOwner>(owner);
  range.begin_behind(Direction::descending, owner, noon, 5);
  CHECK_FALSE(holds(range, key("b", noon, 5)));
  CHECK(holds(range, key("b", noon, 4)));
}
