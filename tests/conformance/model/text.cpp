#include "tests/conformance/model/text.hpp"

namespace botstore::testing {

namespace {

std::string describe_condition(const JsonCondition& condition) {
  using Kind = JsonCondition::Kind;
  if (condition.kind == Kind::contains) return "contains " + describe(condition.value);
  if (condition.kind == Kind::has_key) return "has " + describe(condition.path);
  return describe(condition.path) + " equals " + describe(condition.value);
}

}  // namespace

std::string describe(const TimeRange& range) {
  return std::string{range.start_exclusive ? "(" : "["} + describe(range.start) + " to " +
         describe(range.end) + (range.end_exclusive ? ")" : "]");
}

std::string describe(const Limit& limit) {
  if (limit.is_default()) return "default";
  return limit.is_all() ? "all" : describe(limit.rows());
}

std::string describe(const Paging& page) {
  return Fields{}
      .add("limit", page.limit)
      .add("offset", page.offset)
      .add("with_total", page.with_total)
      .text();
}

std::string describe(const AnyOf& set) {
  return set.is_any() ? "any" : describe(set.values());
}

std::string describe(const JsonFilter& filter) {
  std::string text;
  for (const auto& condition : filter)
    text += (text.empty() ? "" : " and ") + describe_condition(condition);
  return text;
}

std::string describe(const std::vector<Include>& includes) {
  std::string text;
  for (const auto& include : includes)
    text += (text.empty() ? "" : ", ") + describe(include.message) + " -" +
            describe(include.before) + " +" + describe(include.after);
  return text;
}

Fields& Fields::add_text(std::string_view name, std::string_view text) {
  if (!text_.empty()) text_ += ", ";
  text_.append(name).append(": ").append(text);
  return *this;
}

}  // namespace botstore::testing
