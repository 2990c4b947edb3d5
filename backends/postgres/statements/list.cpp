#include "backends/postgres/statements/list.hpp"

#include <fmt/format.h>

#include <utility>

namespace botstore::postgres {

namespace {

/// The statement that selects these columns; the conditions, and what follows them, stand in
/// `tail`.
SharedSql select(const SqlTexts& texts, const Selection& selection, std::string_view columns,
                 std::string_view tail) {
  std::string key;
  key.reserve(selection.name.size() + columns.size() + tail.size());
  key.append(selection.name).append(columns).append(tail);
  return texts.composed(selection.name, key, [&] {
    return fmt::format("select {} from {}.{}{}", columns, texts.schema(), selection.table, tail);
  });
}

}  // namespace

void add_page(Batch& batch, const SqlTexts& texts, const Selection& selection,
              std::optional<std::int64_t> rows, std::int64_t offset) {
  Params params;
  Where tail{params};
  selection.conditions(tail);
  selection.behind(tail);
  tail.append(selection.order);
  // A subquery hides the number from the planner. Seeing it, it would plan for every call, and read
  // and sort all rows where it takes them for few; not seeing it, it walks the index.
  if (rows) tail.append(" limit (select ").append_value(*rows).append(")");
  if (offset > 0) tail.append(" offset ").append_value(offset);
  batch.add(select(texts, selection, selection.columns, tail.text()), std::move(params));
}

void add_count(Batch& batch, const SqlTexts& texts, const Selection& selection) {
  Params params;
  Where where{params};
  selection.conditions(where);
  batch.add(select(texts, selection, "count(*)", where.text()), std::move(params));
}

Batch list_batch(const SqlTexts& texts, const Selection& selection, const Paging& page) {
  Batch batch;
  add_page(batch, texts, selection, backend::rows_wanted(page), page.offset);
  if (page.with_total) add_count(batch, texts, selection);
  return batch;
}

std::optional<std::uint64_t> total_of(const Results& results, const Paging& page) {
  if (!page.with_total) return std::nullopt;
  return static_cast<std::uint64_t>(results.back().front().get<std::int64_t>(0));
}

}  // namespace botstore::postgres
