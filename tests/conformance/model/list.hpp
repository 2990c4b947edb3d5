#pragma once

#include <string>
#include <utility>

#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

enum class Start {
  at_the_beginning,
  where_the_last_one_stopped,  ///< The last list of the kind goes on, by pages of the new one.
  at_a_foreign_cursor,         ///< The last one's cursor, for whatever query.
};

/// How a list is read.
struct Reading {
  Start start = Start::at_the_beginning;
  int more_pages = 0;  ///< How many pages to read behind the first.
  bool as_stream = false;
  std::int64_t page_rows = 1;  ///< For a stream.
};

/// Draws a page for `query`, and how to go on from it.
template <class Query>
Reading draw_reading(Random& random, Query& query) {
  query.page.limit = random.limit();
  if (random.chance(20)) return {.as_stream = true, .page_rows = 1 + random.one_of({0, 1, 2, 99})};
  query.page.with_total = random.chance(30);
  Reading reading{.more_pages = random.one_of({0, 0, 1, 4})};
  if (random.chance(15)) reading.start = Start::where_the_last_one_stopped;
  if (random.chance(3)) reading.start = Start::at_a_foreign_cursor;
  const bool offset = reading.start == Start::at_the_beginning || random.chance(5);
  if (offset && random.chance(15)) query.page.offset = random.one_of({1, 2, 5, -1});
  return reading;
}

/// The rows that `list(store, query)` gives, page behind page; each side follows its own cursors.
template <class Query, class List>
std::string read_pages(Side& side, const std::string& kind, Query query, const Reading& reading,
                       const List& list) {
  auto& last = side.last_lists[kind];
  if (reading.start == Start::where_the_last_one_stopped && last.query.has_value()) {
    const auto page = query.page;
    query = std::any_cast<Query>(last.query);
    query.page = page;
  }
  if (reading.start != Start::at_the_beginning) query.page.cursor = last.cursor;
  std::string text;
  for (int left = reading.more_pages; left >= 0; --left) {
    const auto page = list(side.store(), query);
    text += show(side, page) + "\n";
    query.page.cursor = page.next_cursor;
    last = {query, page.next_cursor};
    query.page.offset = 0;
    if (!page.has_more) break;
  }
  return text;
}

template <class Stream>
std::string read_stream(Side& side, Stream stream) {
  std::string text = "stream";
  for (const auto& row : stream) text += "\n  " + show(side, row);
  return text;
}

/// The operation that reads `query`. A query is first put into the side's own terms by
/// `translate(side, query)`.
template <class Query, class Translate, class List, class Open>
Operation list_operation(std::string kind, std::string text, Query query, const Reading& reading,
                         Translate translate, List list, Open open) {
  text += ", page " + describe(query.page);
  text += ", pages behind it: " + std::to_string(reading.more_pages);
  if (reading.start == Start::where_the_last_one_stopped) text += ", going on with the last list";
  if (reading.start == Start::at_a_foreign_cursor) text += ", behind the last list's cursor";
  if (reading.as_stream) text += ", as a stream by " + std::to_string(reading.page_rows);
  auto run = [=, kind = kind](Side& side) {
    auto translated = query;
    translate(side, translated);
    if (reading.as_stream)
      return read_stream(
          side, open(side.store(), translated, StreamOptions{.page_rows = reading.page_rows}));
    return read_pages(side, kind, translated, reading, list);
  };
  return {.text = kind + " " + text, .run = std::move(run)};
}

}  // namespace botstore::testing
