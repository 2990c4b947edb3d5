#include "botstore/memory.hpp"

#include "tests/run_under_catch.hpp"

namespace botstore::testing {

namespace {

class MemoryFixture : public Fixture {
 public:
  std::unique_ptr<Storage> make_store(Clock clock) override {
    return make_memory_store(std::move(clock));
  }
};

const bool registered = register_conformance([] { return std::make_unique<MemoryFixture>(); });

}  // namespace

}  // namespace botstore::testing
