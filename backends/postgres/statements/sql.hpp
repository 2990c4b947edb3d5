#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "backends/postgres/values/params.hpp"
#include "botstore/filter.hpp"
#include "botstore/time.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

using detail::after;
using detail::end_of_prefix;
using detail::order_by;
using detail::replace_all;

/// A statement's text with the quoted schema in place of `{s}`, and other names in place of theirs:
/// `sql(schema, "select {columns} from {s}.threads", fmt::arg("columns", thread_columns))`.
template <class... Named>
[[nodiscard]] std::string sql(std::string_view schema, std::string_view text,
                              const Named&... named) {
  const auto quoted = fmt::arg("s", schema);
  return fmt::vformat(text, fmt::make_format_args(quoted, named...));
}

/// The updated_at that a write at the time `now` (a parameter, `$3`) gives to `column`: always
/// later than the stored one. Interval arithmetic on timestamptz is not immutable and is refused in
/// a SET on a distributed table; on timestamp it is.
[[nodiscard]] std::string moved_forward(std::string_view column, std::string_view now);

/// The revision that an upsert, which states the one of an inserted row, gives to the row `alias`
/// that it replaces; see revisions.hpp. A row that it has written already keeps its own.
[[nodiscard]] std::string revision_if_replaced(std::string_view alias);

/// `t.id, t.title` for `id, title`.
[[nodiscard]] std::string with_prefix(std::string_view prefix, std::string_view columns);

/// For a parameter that may be NULL; refers to `value`.
[[nodiscard]] inline std::optional<JsonbParam> as_jsonb(const std::optional<Json>& value) noexcept {
  if (!value) return std::nullopt;
  return as_jsonb(*value);
}
[[nodiscard]] inline std::optional<JsonParam> as_json(const std::optional<Json>& value) noexcept {
  if (!value) return std::nullopt;
  return as_json(*value);
}

/// The conditions of a list, and the parameters that they bring along. Which conditions there are
/// decides the text; what they compare with travels in the parameters.
class Where {
 public:
  explicit Where(Params& params) : params_{params} {}

  /// A condition as it is written: `archived_at is null`.
  Where& add(std::string condition);

  /// A condition whose `$?` is a value: `add("resource_id = $?", id)`.
  template <class T>
  Where& add(std::string_view condition, const T& value) {
    return add(replace_all(condition, "$?", next(value)));
  }

  Where& range(std::string_view column, const TimeRange& range);
  Where& any_of(std::string_view column, const AnyOf& set);
  /// A column in collation "C" that begins with a text, as a range of the column's index.
  Where& prefix(std::string_view column, const std::string& prefix);
  Where& filter(std::string_view column, const JsonFilter& filter);

  /// The values' next number, `$4`, after which it is in the parameters.
  template <class T>
  std::string next(const T& value) {
    params_.add(value);
    return '$' + std::to_string(params_.size());
  }

  /// ` where … and …`, or nothing.
  [[nodiscard]] std::string text() const;

 private:
  Params& params_;
  std::string text_;
};

}  // namespace botstore::postgres
