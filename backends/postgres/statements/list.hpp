#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "backends/postgres/statements/sql_texts.hpp"
#include "backends/postgres/statements/where.hpp"
#include "backends/postgres/values/batch.hpp"
#include "botstore/backend/page.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

using detail::order_by;

/// What a list selects.
struct Selection {
  std::string_view name;  ///< Of its statement.
  std::string_view columns;
  std::string_view table;                  ///< Of the store's schema.
  std::function<void(Where&)> conditions;  ///< Which rows the query matches.
  std::function<void(Where&)> behind;      ///< Which of them lie behind the page's start.
  std::string order;                       ///< ` order by …`
};

/// Adds the statement that reads the rows of a page, `rows` of them at the most.
void add_page(Batch& batch, const SqlTexts& texts, const Selection& selection,
              std::optional<std::int64_t> rows, std::int64_t offset);

/// Adds the statement that counts all rows that the query matches.
void add_count(Batch& batch, const SqlTexts& texts, const Selection& selection);

/// The batch of a list: its page and, if asked for, its count.
[[nodiscard]] Batch list_batch(const SqlTexts& texts, const Selection& selection,
                               const Paging& page);

/// What the count of list_batch says; absent if it was not asked for.
[[nodiscard]] std::optional<std::uint64_t> total_of(const Results& results, const Paging& page);

}  // namespace botstore::postgres
