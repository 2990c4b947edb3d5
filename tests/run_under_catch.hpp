#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "botstore/testing/conformance.hpp"
#include "tests/catch.hpp"

namespace botstore::testing {

/// Registers every check that `wanted` does not leave out as a Catch2 test case of its own, with a
/// fixture of its own. Call it from the initialiser of a static object.
inline bool register_conformance(
    const std::function<std::unique_ptr<Fixture>()>& make_fixture,
    const std::function<bool(const Check&)>& wanted = [](const Check&) { return true; }) {
  for (const Check& check : conformance_checks()) {
    if (!wanted(check)) continue;
    register_test(std::string{check.name}, "[conformance]", [&check, make_fixture] {
      const auto fixture = make_fixture();
      const auto verdict = run_check(check, *fixture);
      INFO(check.promise);
      if (verdict.kind == Verdict::Kind::skipped) skip_test(verdict.message);
      if (verdict.kind == Verdict::Kind::failed) FAIL(verdict.message);
      SUCCEED();
    });
  }
  return true;
}

}  // namespace botstore::testing
