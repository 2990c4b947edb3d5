#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "botstore/export.hpp"

namespace botstore {

/// An instant in UTC with microseconds, from the year 1 to the year 9999.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

inline constexpr Timestamp earliest_time{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
inline constexpr Timestamp latest_time{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} +
                                       std::chrono::hours{24} - std::chrono::microseconds{1}};

/// Where a store takes the time from. Called from many threads at once.
using Clock = std::function<Timestamp()>;

/// The system's clock, and the one that a store uses unless it is given another.
[[nodiscard]] BOTSTORE_EXPORT Timestamp system_now();

/// RFC 3339 in UTC with exactly the digits that are needed: `2026-03-01T08:00:09Z`,
/// `2026-03-01T08:00:11.104729Z`.
[[nodiscard]] BOTSTORE_EXPORT std::string format_time(Timestamp time);

/// Reads RFC 3339 with any offset (`Z`, `+02:00`) and up to nine digits of a second; digits beyond
/// microseconds are cut. Throws `InvalidArgument` for anything else, a date without a time and a
/// time without an offset included.
[[nodiscard]] BOTSTORE_EXPORT Timestamp parse_time(std::string_view text);

/// A range of instants. An absent bound is open; a stated one belongs to the range unless it is
/// marked exclusive. A range whose end lies before its start is `InvalidArgument`.
struct TimeRange {
  std::optional<Timestamp> start{};
  std::optional<Timestamp> end{};
  bool start_exclusive = false;
  bool end_exclusive = false;
};

/// True if `time` lies in `range`.
[[nodiscard]] BOTSTORE_EXPORT bool contains(const TimeRange& range, Timestamp time) noexcept;

}  // namespace botstore
