#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

namespace {

/// What a transaction's function throws to have everything undone.
struct Undo {};

enum class Ending { returns, throws_undo, nests };

void end(Ending ending, Storage& view) {
  if (ending == Ending::throws_undo) throw Undo{};
  if (ending == Ending::nests) view.transaction([](Storage&) {});
}

std::string run_transaction(Side& side, const std::vector<Operation>& steps, Ending ending) {
  std::string text;
  // A cursor may name a row that is undone, and a store may give such a row's number again, to
  // another contact too.
  const auto last_lists = side.last_lists;
  const auto contacts = side.contacts;
  bool committed = false;
  side.doom_may_differ = false;
  const Operation whole{.run = [&](Side&) -> std::string {
    side.store().transaction([&](Storage& view) {
      const Side::Inside inside{side, view};
      for (const auto& step : steps) text += "- " + answer_of(step, side) + "\n";
      end(ending, view);
    });
    committed = true;
    return "committed";
  }};
  try {
    text += answer_of(whole, side);
  } catch (const Undo&) {
    text += "undone";
  }
  if (!committed) {
    side.last_lists = last_lists;
    side.contacts = contacts;
  }
  side.doom_may_differ = false;
  return text;
}

}  // namespace

Operation transaction_operation(Random& random, const Side& model) {
  const auto steps = random.several(1, 5, [&] { return plain_operation(random, model); });
  const auto ending = random.one_of(
      {Ending::returns, Ending::returns, Ending::returns, Ending::throws_undo, Ending::nests});
  std::string text = "transaction";
  for (const auto& step : steps) text += "\n- " + step.text;
  if (ending == Ending::throws_undo) text += "\n- throw";
  if (ending == Ending::nests) text += "\n- a transaction in it";
  return {.text = text, .run = [=](Side& side) { return run_transaction(side, steps, ending); }};
}

}  // namespace botstore::testing
