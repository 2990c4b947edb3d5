#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "botstore/backend/requests.hpp"
#include "lib/arguments/check.hpp"
#include "lib/query/cursor.hpp"
#include "lib/query/fingerprint.hpp"

namespace botstore::detail {

/// Checks the page of a list and reads its cursor.
template <class Request>
void place_page(const Check& check, Request& request, std::uint64_t fingerprint) {
  check.paging(request.query.page);
  request.fingerprint = fingerprint;
  if (!request.query.page.cursor.empty())
    request.after =
        decode_cursor<typename Request::Position>(check, request.query.page.cursor, fingerprint);
}

/// Each value once, sorted.
template <class T>
[[nodiscard]] std::vector<T> without_repetitions(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

[[nodiscard]] inline AnyOf without_repetitions(const AnyOf& set) {
  return set.is_any() ? set : AnyOf{without_repetitions(set.values())};
}

}  // namespace botstore::detail
