#pragma once

/// \file
/// Stores that keep every promise but one: the proof that the conformance suite and the model test
/// can fail.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/conformance/support/wrapping.hpp"

namespace botstore::testing {

using Wrap = std::function<std::unique_ptr<Storage>(std::unique_ptr<Storage> sound)>;

struct Breakage {
  std::string name{};  ///< What the store does instead of what it promised.
  Wrap wrap{};
};

template <class Broken>
[[nodiscard]] Breakage breakage(std::string name) {
  return {std::move(name), [](std::unique_ptr<Storage> sound) {
            return std::make_unique<Broken>(std::move(sound));
          }};
}

[[nodiscard]] std::vector<Breakage> broken_threads();
[[nodiscard]] std::vector<Breakage> broken_messages();
[[nodiscard]] std::vector<Breakage> broken_lists();
[[nodiscard]] std::vector<Breakage> broken_values();
[[nodiscard]] std::vector<Breakage> broken_people();
[[nodiscard]] std::vector<Breakage> broken_restores();
/// Right as long as one thread at a time calls: the model test cannot see them.
[[nodiscard]] std::vector<Breakage> broken_races();

}  // namespace botstore::testing
