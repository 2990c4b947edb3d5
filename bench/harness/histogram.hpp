#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

/// How often which time was taken, to one part in 64, in the same memory however many there are.
class Histogram {
 public:
  void add(std::chrono::nanoseconds time) noexcept;
  void add(const Histogram& other) noexcept;

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// The time that `fraction` of them did not exceed; zero if there are none.
  [[nodiscard]] std::chrono::nanoseconds quantile(double fraction) const noexcept;

 private:
  // Times below 64 ns have a bucket each; above, each doubling has 64.
  static constexpr int sub_bits = 6;
  static constexpr std::size_t subs = std::size_t{1} << sub_bits;

  [[nodiscard]] static std::size_t bucket_of(std::uint64_t time) noexcept;
  [[nodiscard]] static std::uint64_t middle_of(std::size_t bucket) noexcept;

  std::array<std::uint64_t, (64 - sub_bits + 1) * subs> buckets_{};
  std::uint64_t count_ = 0;
};

}  // namespace bench
