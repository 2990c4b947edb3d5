#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "botstore/storage.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::transfer {

/// What a comparison has found.
struct Comparison {
  Tally source{};
  Tally target{};  ///< Of those of the target's rows that equal one of the source.
  std::vector<std::string> lacking{};  ///< The first rows that the target has not, or not so.

  [[nodiscard]] bool same() const noexcept { return source == target; }
};

/// Reads every row of `source` and looks whether `target` has it, field by field but for the
/// numbers of contacts and history entries, which are a store's own. What else the target holds
/// does not count. Memory use is that of a page of rows, and of those of one time.
[[nodiscard]] Comparison compare(Storage& source, Storage& target,
                                 const std::function<void(std::uint64_t rows)>& progress,
                                 const Calls& call);

}  // namespace botstore::transfer
