#include <set>
#include <string>
#include <string_view>

#include "botstore/testing/conformance.hpp"
#include "tests/catch.hpp"

namespace botstore::testing {

namespace {

constexpr int last_case = 153;

TEST_CASE("the checks cover every case of docs/conformance.md", "[conformance]") {
  std::set<int> covered;
  for (const Check& check : conformance_checks())
    covered.insert(check.cases.begin(), check.cases.end());
  for (int number = 1; number <= last_case; ++number) {
    INFO("case " << number);
    CHECK(covered.contains(number));
  }
  REQUIRE_FALSE(covered.empty());
  CHECK(*covered.begin() == 1);
  CHECK(*covered.rbegin() == last_case);
}

TEST_CASE("the checks have unique names and a promise each", "[conformance]") {
  std::set<std::string_view> names;
  for (const Check& check : conformance_checks()) {
    INFO(check.name);
    CHECK(names.insert(check.name).second);
    CHECK(check.name.find('/') != std::string_view::npos);
    CHECK(check.promise.ends_with('.'));
    CHECK(check.run != nullptr);
  }
}

}  // namespace

}  // namespace botstore::testing
