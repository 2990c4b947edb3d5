#pragma once

/// \file
/// For authors of backends: the suite that every backend passes. It is tied to no test framework.
/// Derive a Fixture, then run every check under the framework of your choice:
///
///     for (const Check& check : conformance_checks()) {
///       const Verdict verdict = run_check(check, fixture);
///       …
///     }
///
/// Link `botstore-conformance` (Meson: `botstore_conformance_dep`).

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/testing/manual_clock.hpp"

namespace botstore::testing {

/// What the suite must know of a backend.
class BOTSTORE_EXPORT Fixture {
 public:
  virtual ~Fixture();

  /// A store on new, empty data, not yet initialised, that takes its times from `clock`.
  [[nodiscard]] virtual std::unique_ptr<Storage> make_store(Clock clock) = 0;

  /// Another store on the data of the store that make_store made last, which may still be open.
  /// Null (the default) for a backend whose data is gone with the store; the checks that need it
  /// are then skipped.
  [[nodiscard]] virtual std::unique_ptr<Storage> open_again(Clock clock);
};

/// What a check works on: an initialised, empty store, and the clock that it takes its times from.
struct Context {
  Storage& store;
  ManualClock& clock;
  Fixture& fixture;
};

/// One promise of the contract, and the code that sees it kept.
struct Check {
  std::string_view name;     ///< `threads/delete_removes_messages`
  std::string_view promise;  ///< One sentence, in the contract's terms.
  void (*run)(Context&) = nullptr;
  std::vector<int> cases{};  ///< The numbers of the cases in docs/conformance.md that it covers.
};

struct Verdict {
  enum class Kind { passed, failed, skipped };

  Kind kind = Kind::passed;
  std::string message{};  ///< Why it failed, with the place in the suite; or why it was skipped.
};

/// All checks, in the contract's order. Names are unique.
[[nodiscard]] BOTSTORE_EXPORT const std::vector<Check>& conformance_checks();

/// Makes a store, initialises it, runs the check on it and closes it. Never throws; an exception of
/// any kind is a failure.
[[nodiscard]] BOTSTORE_EXPORT Verdict run_check(const Check& check, Fixture& fixture) noexcept;

}  // namespace botstore::testing
