#include "lib/wait/gate.hpp"

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "botstore/error.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::detail;
using namespace std::chrono_literals;

namespace {

/// The code of the error that an attempt to enter throws; absent if it gets in.
std::optional<ErrorCode> error_of_entering(Gate& gate, const Limits& limits) {
  try {
    static_cast<void>(gate.enter("save_thread", limits));
    return std::nullopt;
  } catch (const Error& error) {
    return error.code();
  }
}

}  // namespace

TEST_CASE("a free gate lets a writer in, and is free again after its turn") {
  Gate gate;
  for (int i = 0; i < 3; ++i) CHECK(!error_of_entering(gate, {}));
}

TEST_CASE("a writer that waits gives up at its deadline") {
  Gate gate;
  const auto turn = gate.enter("transaction", {});
  CHECK(error_of_entering(gate, limits_within(1ms)) == ErrorCode::timeout);
  CHECK(error_of_entering(gate, limits_within(-1ms)) == ErrorCode::timeout);
}

TEST_CASE("a writer that waits gives up when its caller or the store asks it to") {
  Gate gate;
  const auto turn = gate.enter("transaction", {});
  const auto token = GENERATE(&Limits::stop, &Limits::outer_stop, &Limits::closing);
  std::stop_source stop;
  Limits limits;
  limits.*token = stop.get_token();
  std::optional<ErrorCode> code;
  std::thread waiter{[&] { code = error_of_entering(gate, limits); }};
  stop.request_stop();
  waiter.join();
  CHECK(code == ErrorCode::cancelled);
}

TEST_CASE("a writer that gave up leaves no trace in the queue") {
  Gate gate;
  {
    const auto turn = gate.enter("transaction", {});
    CHECK(error_of_entering(gate, limits_within(1ms)) == ErrorCode::timeout);
  }
  CHECK(!error_of_entering(gate, limits_within(1min)));
}

TEST_CASE("one writer at a time is in, and every one gets its turn") {
  Gate gate;
  int inside = 0;  // Not atomic: the gate orders the accesses.
  int entered = 0;
  std::atomic<int> broken = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&] {
      for (int round = 0; round < 500; ++round) {
        const auto turn = gate.enter("save_thread", {});
        if (++inside != 1) ++broken;
        ++entered;
        --inside;
      }
    });
  for (auto& writer : writers) writer.join();
  CHECK(entered == 8 * 500);
  CHECK(broken == 0);
}

TEST_CASE("writers that give up and writers that do not pass the gate together") {
  Gate gate;
  std::atomic<int> left = 0;
  int entered = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i)
    writers.emplace_back([&, i] {
      for (int round = 0; round < 300; ++round) {
        std::stop_source stop;
        std::thread stopper{[&] { stop.request_stop(); }};
        try {
          const auto turn =
              gate.enter("save_thread", i % 2 == 0 ? Limits{} : Limits{.stop = stop.get_token()});
          ++entered;
        } catch (const Error&) {
          ++left;
        }
        stopper.join();
      }
    });
  for (auto& writer : writers) writer.join();
  CHECK(entered + left == 8 * 300);
  CHECK(!error_of_entering(gate, limits_within(1min)));
}
