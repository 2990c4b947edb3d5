#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tools/rows/fields.hpp"
#include "tools/transfer/rows/sha256.hpp"

namespace botstore::transfer {

/// How many rows of each kind, and a sum of what they hold. Two sets of rows have the same tally
/// only if they are the same rows, in whatever order they come. docs/export-format.md says how the
/// sum is made.
struct Tally {
  using Sum = std::array<unsigned char, 32>;  ///< A number, its highest byte first.

  std::array<std::uint64_t, kinds> counts{};
  Sum sum{};

  void add(Kind kind, const Sum& row) noexcept;
  [[nodiscard]] std::uint64_t rows() const noexcept;
  /// The sum, 64 characters.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Reads what Tally::text wrote; throws std::runtime_error.
[[nodiscard]] Tally::Sum sum_from(std::string_view text);

/// `2 threads, 31 messages`; `nothing` where all counts are 0.
[[nodiscard]] std::string describe(const Tally& tally);

/// Makes a number of each row.
class RowHash {
 public:
  [[nodiscard]] Tally::Sum operator()(const Row& row);

 private:
  Sha256 hash_;
  std::string text_;
};

}  // namespace botstore::transfer
