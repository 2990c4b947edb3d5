#include "backends/sqlite/statements/list.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace botstore::sqlite {

namespace {

/// A JSON array of the texts, which a statement unfolds: its text does not depend on their number.
std::string array_of(const AnyOf& set) {
  std::vector<Json> texts;
  for (const auto& text : set.values()) texts.push_back(Json::string(text));
  return std::string{Json::array(texts).text()};
}

}  // namespace

Where& Where::add(std::string_view condition, std::vector<Value> values) {
  text_ += text_.empty() ? " where " : " and ";
  text_ += condition;
  values_.insert(values_.end(), std::make_move_iterator(values.begin()),
                 std::make_move_iterator(values.end()));
  return *this;
}

Where& Where::range(std::string_view column, const TimeRange& range) {
  if (range.start)
    add(fmt::format("{} {} ?", column, range.start_exclusive ? ">" : ">="),
        {as_value(*range.start)});
  if (range.end)
    add(fmt::format("{} {} ?", column, range.end_exclusive ? "<" : "<="), {as_value(*range.end)});
  return *this;
}

Where& Where::any_of(std::string_view column, const AnyOf& set) {
  if (set.is_any()) return *this;
  return add(fmt::format("{} in (select value from json_each(?))", column), {array_of(set)});
}

Where& Where::prefix(std::string_view column, const std::string& prefix) {
  if (prefix.empty()) return *this;
  add(fmt::format("{} >= ?", column), {prefix});
  if (auto end = detail::end_of_prefix(prefix))
    add(fmt::format("{} < ?", column), {std::move(*end)});
  return *this;
}

Where& Where::filter(std::string_view column, const JsonFilter& filter) {
  if (filter.empty()) return *this;
  return add(fmt::format("botstore_matches({}, ?)", column), {&filter});
}

void Where::bind(Query& query) const {
  for (const auto& value : values_) std::visit([&](const auto& bound) { query.add(bound); }, value);
}

std::uint64_t count(Connection& connection, const Selection& selection) {
  Query query{connection,
              fmt::format("select count(*) from {}{}", selection.table, selection.matching.text())};
  selection.matching.bind(query);
  return query.next() ? static_cast<std::uint64_t>(query.get<std::int64_t>(0)) : 0;
}

}  // namespace botstore::sqlite
