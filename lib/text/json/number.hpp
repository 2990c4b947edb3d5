#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace botstore::detail {

/// A number without loss, in the one form that each value has: 0.`digits` × 10^`exponent`. The
/// digits neither start nor end with a zero; zero has none, no exponent and no sign.
struct Decimal {
  bool negative = false;
  std::string digits{};
  std::int64_t exponent = 0;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// True if the number of RFC 8259 that `text` starts with is all of it.
[[nodiscard]] bool is_number(std::string_view text) noexcept;

/// Why a number may not stand in a `Json`; absent if it may. `number` is one by is_number.
[[nodiscard]] std::optional<std::string> find_number_fault(std::string_view number);

// Each text that follows is a number by is_number.

[[nodiscard]] Decimal to_decimal(std::string_view number);

/// Appends an integer that does not end in 0, `e`, and the power of ten; `0` for zero.
void write_decimal(std::string& out, const Decimal& number);

/// Absent if no int64_t holds it exactly.
[[nodiscard]] std::optional<std::int64_t> to_integer(std::string_view number);

/// The nearest double; absent if it lies outside a double's range.
[[nodiscard]] std::optional<double> to_double(std::string_view number);

/// The shortest text that reads back as `value`, which is finite.
[[nodiscard]] std::string number_text(double value);

}  // namespace botstore::detail
