#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <string>

#include "botstore/memory.hpp"
#include "botstore/postgres.hpp"
#include "botstore/testing/model.hpp"
#include "tests/run_under_catch.hpp"

namespace botstore::testing {

namespace {

using postgres::PostgresOptions;
using postgres::PostgresStore;

/// Each store lives in a new schema of the server that scripts/with-postgres runs.
class PostgresFixture : public Fixture {
 public:
  std::unique_ptr<Storage> make_store(Clock clock) override {
    static std::atomic<int> made = 0;
    schema_ = "check " + std::to_string(getpid()) + "." + std::to_string(++made);
    return open_again(std::move(clock));
  }

  std::unique_ptr<Storage> open_again(Clock clock) override {
    const char* url = std::getenv("BOTSTORE_TEST_POSTGRES_URL");
    if (url == nullptr)
      throw std::runtime_error{"no server: run the tests under scripts/with-postgres"};
    // A busy machine may be slow to connect; no check is about that.
    return std::make_unique<PostgresStore>(
        PostgresOptions{.connection_string = url,
                        .schema = schema_,
                        .pool = {.acquire_timeout = std::chrono::minutes{1}},
                        .clock = std::move(clock)});
  }

 private:
  std::string schema_;
};

const bool registered = register_conformance([] { return std::make_unique<PostgresFixture>(); });

TEST_CASE("PostgreSQL gives the same answers as the memory store to random operations", "[model]") {
  for (const std::uint64_t seed :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{testing::seed()}}) {
    ManualClock clock;
    PostgresFixture fixture;
    const auto subject = fixture.make_store(clock.clock());
    const auto model = make_memory_store(clock.clock());
    subject->init();
    model->init();
    const auto verdict =
        compare_with_model(*subject, *model, clock, {.seed = seed, .steps = 2'000});
    INFO("seed " << seed);
    CHECK(verdict.message == "");
    CHECK(verdict.kind == Verdict::Kind::passed);
  }
}

}  // namespace

}  // namespace botstore::testing
