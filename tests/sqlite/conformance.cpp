#include <stdlib.h>

#include <filesystem>
#include <string>

#include "botstore/memory.hpp"
#include "botstore/sqlite.hpp"
#include "botstore/testing/model.hpp"
#include "tests/run_under_catch.hpp"

namespace botstore::testing {

namespace {

using sqlite::SqliteOptions;
using sqlite::SqliteStore;

/// Each store lives in a file of a new folder.
class SqliteFixture : public Fixture {
 public:
  SqliteFixture() {
    auto name = (std::filesystem::temp_directory_path() / "botstore-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for the database"};
    folder_ = name;
  }
  ~SqliteFixture() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Storage> make_store(Clock clock) override {
    ++made_;
    return open_again(std::move(clock));
  }

  std::unique_ptr<Storage> open_again(Clock clock) override {
    const auto file = folder_ / ("store " + std::to_string(made_) + ".db");
    return std::make_unique<SqliteStore>(
        SqliteOptions{.path = file.string(), .sync_on_commit = false, .clock = std::move(clock)});
  }

 private:
  std::filesystem::path folder_;
  int made_ = 0;
};

const bool registered = register_conformance([] { return std::make_unique<SqliteFixture>(); });

TEST_CASE("SQLite gives the same answers as the memory store to random operations", "[model]") {
  for (const std::uint64_t seed :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{testing::seed()}}) {
    ManualClock clock;
    SqliteFixture fixture;
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
