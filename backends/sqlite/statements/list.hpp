#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "backends/sqlite/statements/rows.hpp"
#include "botstore/backend/page.hpp"
#include "botstore/filter.hpp"
#include "lib/sql/text.hpp"

namespace botstore::sqlite {

using detail::after;
using detail::order_by;

/// The conditions of a list, each with the values that its `?` stand for.
class Where {
 public:
  using Value = std::variant<std::int64_t, std::string, const JsonFilter*>;

  /// A condition and its values, in the order in which it names them.
  Where& add(std::string_view condition, std::vector<Value> values = {});

  Where& range(std::string_view column, const TimeRange& range);
  Where& any_of(std::string_view column, const AnyOf& set);
  /// A column that begins with a text, as a range of its index.
  Where& prefix(std::string_view column, const std::string& prefix);
  /// The filter must outlive the conditions.
  Where& filter(std::string_view column, const JsonFilter& filter);

  /// ` where … and …`, or nothing.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  void bind(Query& query) const;

 private:
  std::string text_;
  std::vector<Value> values_;
};

[[nodiscard]] inline std::int64_t as_value(Timestamp time) noexcept {
  return time.time_since_epoch().count();
}

/// What a list selects.
struct Selection {
  std::string_view columns;
  std::string_view table;
  Where matching;     ///< The rows that the query matches.
  Where behind;       ///< Those of them that lie behind the page's start.
  std::string order;  ///< ` order by …`
};

/// Reads at most `rows` of the rows behind the start, after `offset` of them.
template <class Read>
[[nodiscard]] auto read_page(Connection& connection, const Selection& selection,
                             std::optional<std::int64_t> rows, std::int64_t offset,
                             const Read& read) {
  std::string sql{"select "};
  sql.append(selection.columns).append(" from ").append(selection.table);
  sql += selection.behind.text() + selection.order + " limit ? offset ?";
  Query query{connection, sql};
  selection.behind.bind(query);
  query.add(rows.value_or(-1)).add(offset);  // SQLite takes a negative limit for none.
  return read_all(query, read);
}

/// How many rows the query matches.
[[nodiscard]] std::uint64_t count(Connection& connection, const Selection& selection);

/// The page of a list.
template <class Request, class Read>
[[nodiscard]] auto list_page(Connection& connection, const Request& request,
                             const Selection& selection, const Read& read) {
  const auto& page = request.query.page;
  auto rows = read_page(connection, selection, backend::rows_wanted(page), page.offset, read);
  std::optional<std::uint64_t> total;
  if (page.with_total) total = count(connection, selection);
  return backend::make_page(request, std::move(rows), total);
}

}  // namespace botstore::sqlite
