#include "botstore/testing/model.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include "botstore/memory.hpp"
#include "tests/catch.hpp"

namespace botstore::testing {

namespace {

/// The seed that the environment states, or a few fixed ones and one that each run draws anew.
std::vector<std::uint64_t> seeds() {
  if (const char* stated = std::getenv("BOTSTORE_SEED")) return {std::stoull(stated)};
  return {1, 2, 3, 4, 5, seed()};
}

TEST_CASE("two memory stores give the same answers to random operations", "[model]") {
  for (const auto seed : seeds()) {
    ManualClock clock;
    const auto subject = make_memory_store(clock.clock());
    const auto model = make_memory_store(clock.clock());
    subject->init();
    model->init();
    const auto verdict =
        compare_with_model(*subject, *model, clock, {.seed = seed, .steps = 3'000});
    INFO("BOTSTORE_SEED=" << seed << " repeats this");
    CHECK(verdict.message == "");
    CHECK(verdict.kind == Verdict::Kind::passed);
  }
}

}  // namespace

}  // namespace botstore::testing
