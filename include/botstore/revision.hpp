#pragma once

#include <cstdint>

namespace botstore {

/// The mark of one state of a row: opaque, made anew at every change, compared for equality only.
/// State the one that you read in an update, and the update is done only if nobody changed the row
/// in between.
enum class Revision : std::int64_t {};

/// As an expected revision: "there is no such row yet". No stored row bears it.
inline constexpr Revision no_revision{0};

/// What a write did to a row.
enum class Outcome {
  inserted,   ///< There was none; now there is.
  replaced,   ///< There was one; it was overwritten or changed.
  duplicate,  ///< There was one, and it was kept as it was (`SavePolicy::keep`, a repeated entry).
  unchanged,  ///< The change asked for what was there already: nothing was written.
  not_found,  ///< There was none to change (in batches, where it is no error).
};

}  // namespace botstore
