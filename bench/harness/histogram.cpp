#include "bench/harness/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace bench {

std::size_t Histogram::bucket_of(std::uint64_t time) noexcept {
  if (time < subs) return static_cast<std::size_t>(time);
  const auto doubling = static_cast<int>(std::bit_width(time)) - sub_bits - 1;
  const auto sub = static_cast<std::size_t>(time >> doubling) - subs;
  return (static_cast<std::size_t>(doubling) + 1) * subs + sub;
}

std::uint64_t Histogram::middle_of(std::size_t bucket) noexcept {
  if (bucket < subs) return bucket;
  const auto doubling = bucket / subs - 1;
  const auto start = static_cast<std::uint64_t>(bucket % subs + subs) << doubling;
  return start + (std::uint64_t{1} << doubling) / 2;
}

void Histogram::add(std::chrono::nanoseconds time) noexcept {
  ++buckets_[bucket_of(static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)))];
  ++count_;
}

void Histogram::add(const Histogram& other) noexcept {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
}

std::chrono::nanoseconds Histogram::quantile(double fraction) const noexcept {
  const auto rank = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank && seen > 0)
      return std::chrono::nanoseconds{static_cast<std::int64_t>(middle_of(i))};
  }
  return {};
}

}  // namespace bench
