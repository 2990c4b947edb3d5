#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "botstore/restore.hpp"
#include "botstore/storage.hpp"
#include "tools/rows/fields.hpp"

namespace botstore::transfer {

/// Rows on their way into a store, which gets many at a time.
class Batch {
 public:
  explicit Batch(Storage& target) noexcept : target_{target} {}

  /// True if `row` must wait until the others are stored: there are enough of them, or its key is
  /// among theirs.
  [[nodiscard]] bool is_full_for(const Row& row) const;

  /// `number` is that of the row's line.
  void add(Row row, std::uint64_t number = 0);

  /// Stores them all, or none and throws.
  void store(const CallOptions& call);

  [[nodiscard]] bool empty() const noexcept { return keys_.empty(); }

  /// The line of the row that an argument of restore() names, `messages[3].role`; 0 for any other.
  [[nodiscard]] std::uint64_t line_of(std::string_view field) const;
  [[nodiscard]] std::uint64_t first_line() const noexcept { return first_line_; }

 private:
  Storage& target_;
  StoredRows rows_{};
  std::size_t bytes_ = 0;
  std::unordered_set<std::string> keys_{};
  std::array<std::vector<std::uint64_t>, kinds> lines_{};
  std::uint64_t first_line_ = 0;
};

}  // namespace botstore::transfer
