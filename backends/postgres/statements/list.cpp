#include "backends/postgres/statements/list.hpp"

#include <fmt/format.h>

namespace botstore::postgres {

void add_page(Batch& batch, const Selection& selection, std::optional<std::int64_t> rows,
              std::int64_t offset) {
  Params params;
  Where where{params};
  selection.conditions(where);
  selection.behind(where);
  auto sql = fmt::format("select {} from {}{}{}", selection.columns, selection.table, where.text(),
                         selection.order);
  // A subquery hides the number from the planner. Seeing it, it would plan for every call, and read
  // and sort all rows where it takes them for few; not seeing it, it walks the index.
  if (rows) sql += fmt::format(" limit (select {})", where.next(*rows));
  if (offset > 0) sql += " offset " + where.next(offset);
  batch.add(std::move(sql), std::move(params));
}

void add_count(Batch& batch, const Selection& selection) {
  Params params;
  Where where{params};
  selection.conditions(where);
  batch.add(fmt::format("select count(*) from {}{}", selection.table, where.text()),
            std::move(params));
}

Batch list_batch(const Selection& selection, const Paging& page) {
  Batch batch;
  add_page(batch, selection, backend::rows_wanted(page), page.offset);
  if (page.with_total) add_count(batch, selection);
  return batch;
}

std::optional<std::uint64_t> total_of(const Results& results, const Paging& page) {
  if (!page.with_total) return std::nullopt;
  return static_cast<std::uint64_t>(results.back().front().get<std::int64_t>(0));
}

}  // namespace botstore::postgres
