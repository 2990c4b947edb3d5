#include <iostream>
#include <utility>

#include "botstore/memory.hpp"
#include "botstore/testing/model.hpp"
#include "tests/broken/stores.hpp"
#include "tests/catch.hpp"

namespace botstore::testing {

namespace {

class BrokenFixture : public Fixture {
 public:
  explicit BrokenFixture(Wrap wrap) : wrap_{std::move(wrap)} {}

  std::unique_ptr<Storage> make_store(Clock clock) override {
    return wrap_(make_memory_store(std::move(clock)));
  }

 private:
  Wrap wrap_;
};

/// The first of the suite's checks that fails, and why; empty if none does.
std::string first_failure(const Wrap& wrap) {
  BrokenFixture fixture{wrap};
  for (const auto& check : conformance_checks()) {
    const auto verdict = run_check(check, fixture);
    if (verdict.kind == Verdict::Kind::failed)
      return std::string{check.name} + ": " + verdict.message;
  }
  return {};
}

Verdict run_model(const Wrap& wrap, std::uint64_t seed) {
  ManualClock clock;
  const auto subject = wrap(make_memory_store(clock.clock()));
  const auto model = make_memory_store(clock.clock());
  subject->init();
  model->init();
  return compare_with_model(*subject, *model, clock, {.seed = seed, .steps = 2'000});
}

/// What the model test says of the first seed that shows a difference; empty if none does.
std::string first_difference(const Wrap& wrap) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto verdict = run_model(wrap, seed);
    if (verdict.kind == Verdict::Kind::failed) return verdict.message;
  }
  return {};
}

void find_with_suite(const Breakage& broken) {
  const auto failure = first_failure(broken.wrap);
  std::cout << broken.name << "\n  suite: " << failure << std::endl;
  CHECK_FALSE(failure.empty());
}

void find_with_model(const Breakage& broken) {
  const auto difference = first_difference(broken.wrap);
  std::cout << "  model: " << difference.substr(0, difference.find('\n')) << std::endl;
  CHECK_FALSE(difference.empty());
}

/// Passes every call on.
class Sound : public Wrapping<Sound> {
 public:
  using Wrapping::Wrapping;
};

TEST_CASE("a wrapper that changes nothing passes the suite and the model test", "[broken]") {
  const auto sound = breakage<Sound>("nothing");
  CHECK(first_failure(sound.wrap) == "");
  CHECK(first_difference(sound.wrap) == "");
}

const bool registered = [] {
  for (const auto& part :
       {broken_threads(), broken_messages(), broken_lists(), broken_values(), broken_people()})
    for (const auto& broken : part)
      register_test("found: " + broken.name, "[broken]", [broken] {
        find_with_suite(broken);
        find_with_model(broken);
      });
  for (const auto& broken : broken_restores())
    register_test("found: " + broken.name, "[broken]", [broken] { find_with_suite(broken); });
  for (const auto& broken : broken_races())
    register_test("found: " + broken.name, "[broken]", [broken] { find_with_suite(broken); });
  return true;
}();

}  // namespace

}  // namespace botstore::testing
