#include "botstore/testing/model.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>

#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

class Comparison {
 public:
  Comparison(Storage& subject, Storage& model, ManualClock& clock, std::uint64_t seed)
      : random_{seed}, subject_{subject}, model_{model}, clock_{clock} {}

  void run(int steps) {
    constexpr int between_looks = 25;
    for (step_ = 1; step_ <= steps; ++step_) {
      move_clock();
      compare_answers();
      if (step_ % between_looks == 0 || step_ == steps) compare_states();
    }
  }

  /// Where the comparison stands, for a message.
  [[nodiscard]] std::string place() const {
    return "step " + std::to_string(step_) + ", " + operation_;
  }

 private:
  void move_clock() {
    if (random_.chance(40)) clock_.advance(std::chrono::microseconds{random_.below(3)});
    if (random_.chance(10)) clock_.advance(std::chrono::minutes{random_.below(3)});
  }

  Operation draw_operation() {
    if (random_.chance(12)) return transaction_operation(random_, model_);
    if (random_.chance(5)) return restore_operation(random_, model_);
    return plain_operation(random_, model_);
  }

  void compare_answers() {
    const auto operation = draw_operation();
    operation_ = operation.text;
    model_.doom_may_differ = subject_.doom_may_differ = false;
    const auto expected = answer_of(operation, model_);
    const auto actual = answer_of(operation, subject_);
    if (actual != expected) differ(actual, expected);
  }

  void compare_states() {
    const auto expected = whole_state(model_);
    const auto actual = whole_state(subject_);
    const auto [left, right] =
        std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
    if (left == actual.end() && right == expected.end()) return;
    operation_ = "the whole state after it; last came " + operation_;
    differ(left == actual.end() ? "no more rows" : *left,
           right == expected.end() ? "no more rows" : *right);
  }

  [[noreturn]] static void differ(const std::string& actual, const std::string& expected) {
    throw std::runtime_error{"\nthe store answers:\n" + actual + "\nthe model answers:\n" +
                             expected};
  }

  Random random_;
  Side subject_;
  Side model_;
  ManualClock& clock_;
  int step_ = 0;
  std::string operation_;
};

}  // namespace

Verdict compare_with_model(Storage& subject, Storage& model, ManualClock& clock,
                           const ModelOptions& options) noexcept {
  Comparison comparison{subject, model, clock, options.seed};
  const auto failed = [&](const std::string& why) {
    return Verdict{Verdict::Kind::failed,
                   "seed " + std::to_string(options.seed) + ", " + comparison.place() + ": " + why};
  };
  try {
    comparison.run(options.steps);
    return {};
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("unexpected exception of an unknown type");
  }
}

}  // namespace botstore::testing
