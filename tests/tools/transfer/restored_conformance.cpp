#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "botstore/open.hpp"
#include "tests/run_under_catch.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tests/tools/support/program.hpp"
#include "tests/tools/support/rows.hpp"

/// \file
/// The conformance suite on a store that pg_restore has made of a dump. Each check finds it empty.

namespace botstore::testing {

namespace {

using tools::testing::Folder;
using tools::testing::PostgresDatabase;

constexpr const char* parameters = "?schema=dialogues&schema_mode=verify&pool_acquire_timeout=60";

void run_command(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error{"failed: " + command};
}

/// A database whose schema `dialogues` was restored from a dump.
const PostgresDatabase& restored() {
  static const auto database = [] {
    const PostgresDatabase source;
    const auto store = open(source.url() + "?schema=dialogues");
    store->init();
    tools::testing::fill(*store);
    auto made = std::make_unique<PostgresDatabase>();
    const Folder folder;
    const auto dump = folder.file("dump");
    run_command("pg_dump --format=custom --schema=dialogues --file='" + dump + "' '" +
                source.url() + "'");
    run_command("pg_restore --exit-on-error --no-owner --dbname='" + made->url() + "' '" + dump +
                "'");
    return made;
  }();
  return *database;
}

class RestoredFixture : public Fixture {
 public:
  std::unique_ptr<Storage> make_store(Clock clock) override {
    restored().run(
        "set search_path to dialogues;"
        "truncate threads, messages, metadata, resources, contact, history restart identity");
    return open_again(std::move(clock));
  }
  std::unique_ptr<Storage> open_again(Clock clock) override {
    return open(restored().url() + parameters, {.clock = std::move(clock)});
  }
};

const bool registered = register_conformance(
    [] { return std::make_unique<RestoredFixture>(); },
    // What a store is before init() a restored one is not.
    [](const Check& check) { return check.name != "lifecycle/calls_before_init_miss_the_schema"; });

}  // namespace

}  // namespace botstore::testing
