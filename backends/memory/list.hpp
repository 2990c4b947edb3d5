#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "botstore/backend/page.hpp"

namespace botstore::memory {

/// Passes over `offset` of the rows that `walk` meets and `matches` accepts, then calls `use(row)`
/// for `wanted` of them, or for all.
template <class Walk, class Matches, class Use>
void take(Walk walk, std::int64_t offset, std::optional<std::int64_t> wanted,
          const Matches& matches, const Use& use) {
  while (!wanted || *wanted > 0) {
    const auto* row = walk.next();
    if (row == nullptr) return;
    if (!matches(*row) || offset-- > 0) continue;
    use(*row);
    if (wanted) --*wanted;
  }
}

template <class Walk, class Matches>
[[nodiscard]] std::uint64_t count(Walk walk, const Matches& matches) {
  std::uint64_t rows = 0;
  take(std::move(walk), 0, std::nullopt, matches, [&](const auto&) { ++rows; });
  return rows;
}

/// The total of a list, if it was asked for. `walk` starts at the beginning, wherever the page
/// does.
template <class Walk, class Matches>
[[nodiscard]] std::optional<std::uint64_t> total_of(const Paging& page, Walk walk,
                                                    const Matches& matches) {
  if (!page.with_total) return std::nullopt;
  return count(std::move(walk), matches);
}

/// The page of a list. `walk_from(after)` walks in the query's order, from the beginning or from
/// behind a place.
template <class Request, class WalkFrom, class Matches>
[[nodiscard]] auto list_page(const Request& request, const WalkFrom& walk_from,
                             const Matches& matches) {
  auto walk = walk_from(request.after);
  std::vector<std::remove_cvref_t<decltype(*walk.next())>> rows;
  const auto& page = request.query.page;
  take(std::move(walk), page.offset, backend::rows_wanted(page), matches,
       [&](const auto& row) { rows.push_back(row); });
  const auto total = total_of(page, walk_from(std::nullopt), matches);
  return backend::make_page(request, std::move(rows), total);
}

}  // namespace botstore::memory
