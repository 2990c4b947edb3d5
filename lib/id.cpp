#include "lib/id.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "botstore/id.hpp"
#include "lib/random.hpp"

namespace botstore {

namespace detail {

namespace {

constexpr unsigned fraction_bits = 12;

std::uint64_t time_bits(std::chrono::system_clock::time_point now) noexcept {
  using std::chrono::nanoseconds;
  constexpr std::uint64_t per_millisecond = 1'000'000;
  const auto since = std::max(nanoseconds{now.time_since_epoch()}, nanoseconds::zero());
  const auto count = static_cast<std::uint64_t>(since.count());
  const auto fraction = ((count % per_millisecond) << fraction_bits) / per_millisecond;
  return ((count / per_millisecond) << fraction_bits) | fraction;
}

}  // namespace

std::uint64_t IdClock::next(std::chrono::system_clock::time_point now) noexcept {
  const auto wanted = time_bits(now);
  auto last = last_.load(std::memory_order_relaxed);
  auto next = std::max(wanted, last + 1);
  while (!last_.compare_exchange_weak(last, next, std::memory_order_relaxed))
    next = std::max(wanted, last + 1);
  return next;
}

std::string format_id(std::uint64_t time, std::uint64_t random) {
  constexpr std::uint64_t version = 7;
  constexpr std::uint64_t variant = 2;
  const auto milliseconds = time >> fraction_bits;
  const auto fraction = time & ((1U << fraction_bits) - 1);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", milliseconds >> 16U,
                     milliseconds & 0xffff, (version << fraction_bits) | fraction,
                     (variant << 14U) | ((random >> 48U) & 0x3fff), random & 0xffff'ffff'ffff);
}

}  // namespace detail

std::string new_id() {
  static constinit detail::IdClock clock;
  const auto random = detail::random_bits();
  return detail::format_id(clock.next(std::chrono::system_clock::now()), random);
}

}  // namespace botstore
