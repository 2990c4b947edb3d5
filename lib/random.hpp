#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "botstore/revision.hpp"

namespace botstore::detail {

/// Fills `bytes` from the system's own generator: no seed to repeat after a fork. Throws
/// std::system_error if the system gives none.
void fill_random(std::span<std::byte> bytes);

/// 64 of its bits.
[[nodiscard]] std::uint64_t random_bits();

/// A new revision: 63 random bits, never `no_revision`.
[[nodiscard]] Revision new_revision();

/// So many of them, for the price of few calls of the system.
[[nodiscard]] std::vector<Revision> new_revisions(std::size_t count);

}  // namespace botstore::detail
