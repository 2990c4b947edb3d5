#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// \file
/// What the queries have in common: which way they list, how much, and what a page is.

namespace botstore {

enum class Direction { ascending, descending };

/// How many rows to return: a number, everything, or (by default) what the operation says.
class Limit {
 public:
  /// What the operation says: 40 for a list, everything for a stream.
  constexpr Limit() = default;
  /// Zero is a limit too. The store refuses a negative one.
  template <std::integral T>
  constexpr Limit(T rows) : kind_{Kind::rows}, rows_{static_cast<std::int64_t>(rows)} {}
  [[nodiscard]] static constexpr Limit all() {
    Limit limit;
    limit.kind_ = Kind::all;
    return limit;
  }

  [[nodiscard]] constexpr bool is_default() const noexcept { return kind_ == Kind::by_default; }
  [[nodiscard]] constexpr bool is_all() const noexcept { return kind_ == Kind::all; }
  /// Means nothing for a default or unlimited one.
  [[nodiscard]] constexpr std::int64_t rows() const noexcept { return rows_; }

 private:
  enum class Kind { by_default, rows, all };
  Kind kind_ = Kind::by_default;
  std::int64_t rows_ = 0;
};

/// The limit of a list that states none.
inline constexpr std::int64_t default_limit = 40;

/// Which part of a result to return.
struct Paging {
  Limit limit{};

  /// Goes on behind an earlier page: that page's `next_cursor`. Empty: from the start. A cursor
  /// belongs to its query: with other filters, another order, or damaged, it is `InvalidArgument`;
  /// only the limit, `with_total` and the includes may differ. While others write, every row that
  /// nobody touches comes exactly once, and a page costs the same at any depth.
  std::string cursor{};

  /// Rows to skip, for numbered pages (page times limit). Rows that others add or remove shift what
  /// later pages hold, and deep pages cost more; prefer the cursor. Not together with one.
  std::int64_t offset = 0;

  /// Count all rows that the query matches. A count reads every one of them.
  bool with_total = false;
};

/// Some of a query's rows, in its order.
template <class T>
struct Page {
  std::vector<T> items{};

  /// True if the query matches rows after this page that `items` does not hold.
  bool has_more = false;

  /// Where the next page starts. Also there when `has_more` is false, so that a caller can ask
  /// again later for what came since. Empty only if the page starts at the beginning and has no row
  /// of its own.
  std::string next_cursor{};

  /// How many rows the query matches, pages and includes apart; if `with_total` asked for it.
  std::optional<std::uint64_t> total{};
};

/// A set of texts that a field may have: any (the default), one, or one of several. A set that was
/// given and is empty matches nothing, so that a computed list that comes out empty never means
/// "all".
///
///     {.roles = "user"}    {.roles = {"user", "assistant"}}    {.thread_ids = computed}
class AnyOf {
 public:
  AnyOf() = default;
  AnyOf(const char* one) : values_{one}, any_{false} {}
  AnyOf(std::string one) : values_{std::move(one)}, any_{false} {}
  AnyOf(std::initializer_list<std::string> several) : values_(several), any_{false} {}
  AnyOf(std::vector<std::string> several) : values_{std::move(several)}, any_{false} {}

  /// True if the field may have any value.
  [[nodiscard]] bool is_any() const noexcept { return any_; }

  /// The values; empty for "any".
  [[nodiscard]] const std::vector<std::string>& values() const noexcept { return values_; }

  /// True if `value` is one of them, or any will do.
  [[nodiscard]] bool matches(const std::string& value) const noexcept {
    return any_ || std::find(values_.begin(), values_.end(), value) != values_.end();
  }

 private:
  std::vector<std::string> values_;
  bool any_ = true;
};

}  // namespace botstore
