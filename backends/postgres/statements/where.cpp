#include "backends/postgres/statements/where.hpp"

#include <vector>

#include "lib/sql/text.hpp"

namespace botstore::postgres {

namespace {

/// `{"a": {"b": value}}` for the path a, b.
Json nest(const std::vector<std::string>& path, const Json& value) {
  auto nested = value;
  for (auto key = path.rbegin(); key != path.rend(); ++key) nested = Json::object({{*key, nested}});
  return nested;
}

}  // namespace

void Where::begin() {
  text_ += text_.empty() ? " where " : " and ";
}

void Where::begin_behind(std::string_view columns, Direction direction) {
  text_ += '(';
  text_ += columns;
  text_ += ") ";
  text_ += detail::after(direction);
  text_ += " (";
}

void Where::append_number() {
  text_ += '$';
  text_ += std::to_string(params_.size());
}

Where& Where::range(std::string_view column, const TimeRange& range) {
  const auto add_end = [&](std::string_view comparison, Timestamp end) {
    begin();
    append(column).append(comparison).append_value(end);
  };
  if (range.start) add_end(range.start_exclusive ? " > " : " >= ", *range.start);
  if (range.end) add_end(range.end_exclusive ? " < " : " <= ", *range.end);
  return *this;
}

Where& Where::any_of(std::string_view column, const AnyOf& set) {
  if (set.is_any()) return *this;
  begin();
  params_.add_array(set.values());
  append(column).append(" = any(").append_number();
  return append(")");
}

Where& Where::prefix(std::string_view column, const std::string& prefix) {
  if (prefix.empty()) return *this;
  begin();
  append(column).append(" >= ").append_value(prefix);
  if (const auto end = detail::end_of_prefix(prefix)) {
    begin();
    append(column).append(" < ").append_value(*end);
  }
  return *this;
}

Where& Where::filter(std::string_view column, const JsonFilter& filter) {
  using Kind = JsonCondition::Kind;
  for (const auto& condition : filter) {
    begin();
    switch (condition.kind) {
      case Kind::equals:
        append(column).append(" @> ").append_value(as_jsonb(nest(condition.path, condition.value)));
        break;
      case Kind::contains:
        append(column).append(" @> ").append_value(as_jsonb(condition.value));
        break;
      case Kind::has_key:
        // Unlike #> and ?, -> with a text steps into objects only.
        append("(").append(column);
        for (const auto& key : condition.path) append(" -> ").append_value(key);
        append(") is not null");
        break;
    }
  }
  return *this;
}

}  // namespace botstore::postgres
