#pragma once

/// \file
/// For authors of backends: random operations on a store and on the memory store side by side,
/// whose answers must agree. Link `botstore-conformance`.

#include <cstdint>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/testing/conformance.hpp"
#include "botstore/testing/manual_clock.hpp"

namespace botstore::testing {

struct ModelOptions {
  std::uint64_t seed = 0;  ///< The same seed drives the same operations.
  int steps = 1'000;
};

/// Drives the same random operations against `subject` and `model`, two empty, initialised stores
/// on the same `clock`, and compares every answer and every error by meaning (revisions, ids that a
/// store numbers itself, and the text of cursors aside). The message of a failure names the seed,
/// the step, the operation and both answers.
[[nodiscard]] BOTSTORE_EXPORT Verdict compare_with_model(Storage& subject, Storage& model,
                                                         ManualClock& clock,
                                                         const ModelOptions& options) noexcept;

}  // namespace botstore::testing
