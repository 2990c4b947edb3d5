#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/transfer/rows/digest.hpp"

namespace botstore::from {

/// Rows that did not come over as they were, for one reason.
struct Remark {
  std::string reason{};
  std::uint64_t rows = 0;
  std::vector<std::string> examples{};  ///< The first of them.

  void add(std::string row);
};

/// What an importer has done.
struct Report {
  transfer::Tally tally{};  ///< The rows that were stored.
  std::vector<Remark> remarks{};
};

/// One line for each remark that has rows.
[[nodiscard]] std::vector<std::string> describe(const Report& report);

}  // namespace botstore::from
