#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "botstore/query.hpp"
#include "tools/transfer/rows/page_size.hpp"

namespace botstore::transfer {

/// The rows of a whole list, one after another. Each page is a call of its own, and as large as the
/// rows allow.
template <class T>
class PagedRows {
 public:
  using List = std::function<Page<T>(Paging page)>;

  explicit PagedRows(List list, PageSize size = {}) : list_{std::move(list)}, size_{size} {}

  /// The next row; absent at the end.
  [[nodiscard]] std::optional<T> next() {
    if (at_ == page_.items.size() && !fetch()) return std::nullopt;
    return std::move(page_.items[at_++]);
  }

  [[nodiscard]] const PageSize& size() const noexcept { return size_; }

 private:
  bool fetch() {
    if (!page_.has_more) return false;
    auto cursor = std::move(page_.next_cursor);
    page_ = {};  // Not two at a time.
    page_ = list_({.limit = size_.rows(), .cursor = std::move(cursor)});
    size_.learn(page_.items);
    at_ = 0;
    return !page_.items.empty();
  }

  List list_;
  PageSize size_;
  Page<T> page_{.has_more = true};
  std::size_t at_ = 0;
};

}  // namespace botstore::transfer
