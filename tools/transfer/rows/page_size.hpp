#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/transfer/rows/row_size.hpp"

namespace botstore::transfer {

/// What a page of rows in memory should not exceed. One row may be larger.
inline constexpr std::size_t page_bytes = std::size_t{4} << 20U;

/// How many rows to ask for at a time: few at first, since each may be of any size, and more as
/// long as a page of them, if they are like those of the last one, has no more than page_bytes.
class PageSize {
 public:
  static constexpr std::int64_t most_rows = 500;

  PageSize() = default;
  /// One that has learned already.
  explicit PageSize(std::int64_t rows) noexcept : rows_{rows} {}

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }

  /// Takes in how large the last page was.
  void learn(std::size_t rows, std::size_t bytes) noexcept {
    if (rows == 0) return;
    const auto fitting =
        static_cast<std::int64_t>(page_bytes / std::max<std::size_t>(bytes / rows, 1));
    rows_ = std::clamp<std::int64_t>(std::min(fitting, rows_ * growth), 1, most_rows);
  }
  template <class T>
  void learn(const std::vector<T>& page) {
    std::size_t bytes = 0;
    for (const auto& row : page) bytes += bytes_of(row);
    learn(page.size(), bytes);
  }

 private:
  static constexpr std::int64_t growth = 4;

  std::int64_t rows_ = 4;
};

}  // namespace botstore::transfer
