#pragma once

#include <cstdint>

#include "botstore/revision.hpp"

/// \file
/// A save tells by the last bit of the revision that it leaves in a row whether it has inserted or
/// replaced it. So a save that is repeated, since its first answer was lost, finds out what the
/// first one did: `revision | 1` is the same in SQL for both.

namespace botstore::postgres {

/// What a row bears that a save with this revision inserts.
[[nodiscard]] constexpr Revision if_inserted(Revision requested) noexcept {
  const auto even = static_cast<std::int64_t>(requested) & ~std::int64_t{1};
  return Revision{even == 0 ? 2 : even};
}

/// What a row bears that a save with this revision replaces.
[[nodiscard]] constexpr Revision if_replaced(Revision requested) noexcept {
  return Revision{static_cast<std::int64_t>(if_inserted(requested)) | 1};
}

/// Whether a save with this revision has written the row.
[[nodiscard]] constexpr bool is_of(Revision stored, Revision requested) noexcept {
  return stored == if_inserted(requested) || stored == if_replaced(requested);
}

/// What the save did that has written a row with this revision.
[[nodiscard]] constexpr Outcome outcome_by(Revision stored) noexcept {
  return (static_cast<std::int64_t>(stored) & 1) == 0 ? Outcome::inserted : Outcome::replaced;
}

}  // namespace botstore::postgres
