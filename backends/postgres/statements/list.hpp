#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "backends/postgres/statements/sql.hpp"
#include "backends/postgres/values/batch.hpp"
#include "botstore/backend/page.hpp"

namespace botstore::postgres {

/// What a list selects. Texts are complete SQL, the schema included.
struct Selection {
  std::string columns;
  std::string table;
  std::function<void(Where&)> conditions;  ///< Which rows the query matches.
  std::function<void(Where&)> behind;      ///< Which of them lie behind the page's start.
  std::string order;                       ///< ` order by …`
};

/// Adds the statement that reads the rows of a page, `rows` of them at the most.
void add_page(Batch& batch, const Selection& selection, std::optional<std::int64_t> rows,
              std::int64_t offset);

/// Adds the statement that counts all rows that the query matches.
void add_count(Batch& batch, const Selection& selection);

/// The batch of a list: its page and, if asked for, its count.
[[nodiscard]] Batch list_batch(const Selection& selection, const Paging& page);

/// What the count of list_batch says; absent if it was not asked for.
[[nodiscard]] std::optional<std::uint64_t> total_of(const Results& results, const Paging& page);

}  // namespace botstore::postgres
