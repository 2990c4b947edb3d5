#include "backends/postgres/statements/sql.hpp"

#include <fmt/format.h>

#include <utility>

namespace botstore::postgres {

namespace {

/// `{"a": {"b": value}}` for the path a, b.
Json nest(const std::vector<std::string>& path, const Json& value) {
  auto nested = value;
  for (auto key = path.rbegin(); key != path.rend(); ++key) nested = Json::object({{*key, nested}});
  return nested;
}

}  // namespace

std::string revision_if_replaced(std::string_view alias) {
  return fmt::format(
      "case when {0}.revision | 1 = excluded.revision | 1 then {0}.revision "
      "else excluded.revision | 1 end",
      alias);
}

std::string moved_forward(std::string_view column, std::string_view now) {
  return fmt::format(
      "least(greatest({0}, timezone('UTC', timezone('UTC', {1}) + interval '1 microsecond')), "
      "timestamptz '9999-12-31 23:59:59.999999+00')",
      now, column);
}

std::string with_prefix(std::string_view prefix, std::string_view columns) {
  return std::string{prefix} + replace_all(columns, ", ", ", " + std::string{prefix});
}

Where& Where::add(std::string condition) {
  text_ += text_.empty() ? " where " : " and ";
  text_ += condition;
  return *this;
}

Where& Where::range(std::string_view column, const TimeRange& range) {
  if (range.start)
    add(fmt::format("{} {} $?", column, range.start_exclusive ? ">" : ">="), *range.start);
  if (range.end) add(fmt::format("{} {} $?", column, range.end_exclusive ? "<" : "<="), *range.end);
  return *this;
}

Where& Where::any_of(std::string_view column, const AnyOf& set) {
  if (set.is_any()) return *this;
  params_.add_array(set.values());
  return add(fmt::format("{} = any(${})", column, params_.size()));
}

Where& Where::prefix(std::string_view column, const std::string& prefix) {
  if (prefix.empty()) return *this;
  add(fmt::format("{} >= $?", column), prefix);
  if (const auto end = end_of_prefix(prefix)) add(fmt::format("{} < $?", column), *end);
  return *this;
}

Where& Where::filter(std::string_view column, const JsonFilter& filter) {
  using Kind = JsonCondition::Kind;
  for (const auto& condition : filter) {
    switch (condition.kind) {
      case Kind::equals:
        add(fmt::format("{} @> $?", column), as_jsonb(nest(condition.path, condition.value)));
        break;
      case Kind::contains:
        add(fmt::format("{} @> $?", column), as_jsonb(condition.value));
        break;
      case Kind::has_key: {
        // Unlike #> and ?, -> with a text steps into objects only.
        auto value = std::string{column};
        for (const auto& key : condition.path) value += " -> " + next(key);
        add(fmt::format("({}) is not null", value));
        break;
      }
    }
  }
  return *this;
}

std::string Where::text() const {
  return text_;
}

}  // namespace botstore::postgres
