#if defined(__GNUC__) && !defined(__clang__)
// Under its sanitizers GCC 12 takes std::regex, which Catch2 2.13 uses, for uninitialised.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#define CATCH_CONFIG_RUNNER
#include "tests/catch.hpp"

#include <atomic>
#include <iostream>
#include <memory>
#include <random>
#include <utility>

namespace botstore::testing {

namespace {

/// Test cases of the run.
struct Counts {
  unsigned passed = 0;
  unsigned failed = 0;
  unsigned skipped = 0;
};

// One test case runs at a time, but a skip may come from any thread that the case started.
bool run_started = false;
std::atomic<bool> case_skipped = false;
Counts counts;
std::uint32_t run_seed = 0;

#if __has_include(<catch2/catch_all.hpp>)
using ListenerBase = Catch::EventListenerBase;
using InvokerPointer = Catch::Detail::unique_ptr<Catch::ITestInvoker>;
#else
using ListenerBase = Catch::TestEventListenerBase;
using InvokerPointer = Catch::ITestInvoker*;  // Catch2 2 deletes it.
#endif

class Counter : public ListenerBase {
 public:
  using ListenerBase::ListenerBase;

  void testRunStarting(const Catch::TestRunInfo& info) override {
    ListenerBase::testRunStarting(info);
    run_started = true;
    std::cout << "rng-seed: " << run_seed << std::endl;
  }

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
    ListenerBase::testCaseStarting(info);
    case_skipped = false;
  }

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    if (stats.totals.testCases.failed > 0)
      ++counts.failed;
    else if (case_skipped)
      ++counts.skipped;
    else
      ++counts.passed;
    ListenerBase::testCaseEnded(stats);
  }
};

class Invoker : public Catch::ITestInvoker {
 public:
  explicit Invoker(std::function<void()> body) : body_{std::move(body)} {}
  void invoke() const override { body_(); }

 private:
  std::function<void()> body_;
};

CATCH_REGISTER_LISTENER(Counter)

/// Runs what the arguments name and returns the program's status.
int run(int argc, char** argv) {
  Catch::Session session;
  session.configData().rngSeed = std::random_device{}();
  if (const auto status = session.applyCommandLine(argc, argv); status != 0) return status;
  run_seed = session.configData().rngSeed;
  const auto status = session.run();
  if (!run_started) return status;

  std::cout << "tests: " << counts.passed << " passed, " << counts.failed << " failed";
  if (counts.skipped > 0) std::cout << ", " << counts.skipped << " skipped";
  std::cout << std::endl;
  if (counts.failed > 0) return 1;
  if (counts.passed > 0) return status;
  std::cout << (counts.skipped > 0 ? "Every test was skipped." : "No test ran.") << std::endl;
  return counts.skipped > 0 ? 0 : 1;
}

}  // namespace

void register_test(const std::string& name, const std::string& tags, std::function<void()> body) {
  auto invoker = std::make_unique<Invoker>(std::move(body));
  const Catch::AutoReg registered{InvokerPointer{invoker.release()}, CATCH_INTERNAL_LINEINFO,
                                  Catch::StringRef{}, Catch::NameAndTags{name, tags}};
}

void skip_test(const std::string& reason) {
  case_skipped = true;
#if __has_include(<catch2/catch_all.hpp>)
  SKIP(reason);
  Catch::throw_test_skip_exception();  // SKIP has thrown; the compiler does not know.
#else
  std::cout << "skipped: " << Catch::getResultCapture().getCurrentTestName() << ": " << reason
            << std::endl;
  // What REQUIRE throws once it has reported: the test case ends, and nothing counts as failed.
  throw Catch::TestFailureException{};
#endif
}

std::uint32_t seed() noexcept {
  return run_seed;
}

}  // namespace botstore::testing

int main(int argc, char** argv) {
  return botstore::testing::run(argc, argv);
}
