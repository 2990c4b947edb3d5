#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "botstore/query.hpp"

namespace botstore {

struct StreamOptions {
  /// Rows to fetch at a time; memory use grows with it, round trips shrink.
  std::int64_t page_rows = 500;
};

/// A whole result, row by row, in flat memory: keyset pages underneath. No connection is held
/// between pages and no snapshot is promised: while others write, every row that nobody touches
/// comes exactly once.
///
///     for (const Message& message : store.stream_messages({.thread_ids = "t1"})) …
///
/// It refers to its store, which must outlive it, and is used by one thread at a time. Reading
/// throws what the list operation throws; afterwards the stream may be read on from the same row.
template <class T>
class Stream {
 public:
  /// Fetches the rows after `cursor`, `limit` at most.
  using Fetch = std::function<Page<T>(const std::string& cursor, std::int64_t limit)>;

  Stream(Fetch fetch, std::optional<std::int64_t> rows, std::string cursor, StreamOptions options)
      : fetch_{std::move(fetch)},
        left_{rows},
        cursor_{std::move(cursor)},
        page_rows_{options.page_rows} {}

  /// The next row; absent at the end.
  [[nodiscard]] std::optional<T> next() {
    if (position_ == page_.items.size() && !fetch_page()) return std::nullopt;
    if (left_) --*left_;
    return std::move(page_.items[position_++]);
  }

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(Stream& stream) : stream_{&stream} { ++*this; }
    const T& operator*() const { return *row_; }
    const T* operator->() const { return &*row_; }
    Iterator& operator++() {
      row_ = stream_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& at, std::default_sentinel_t) { return !at.row_; }

   private:
    Stream* stream_ = nullptr;
    std::optional<T> row_;
  };

  /// Reads the first row. A stream is read once: a second begin() goes on where the first stopped.
  [[nodiscard]] Iterator begin() { return Iterator{*this}; }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return std::default_sentinel; }

 private:
  bool fetch_page() {
    if (finished_ || (left_ && *left_ == 0)) return false;
    const auto rows = left_ && *left_ < page_rows_ ? *left_ : page_rows_;
    page_ = fetch_(cursor_, rows);
    cursor_ = page_.next_cursor;
    finished_ = !page_.has_more;
    position_ = 0;
    return !page_.items.empty();
  }

  Fetch fetch_;
  std::optional<std::int64_t> left_;
  std::string cursor_;
  std::int64_t page_rows_;
  Page<T> page_{};
  std::size_t position_ = 0;
  bool finished_ = false;
};

}  // namespace botstore
