#include "lib/arguments/check.hpp"

#include <fmt/format.h>

#include "botstore/error.hpp"
#include "lib/json/duplicates.hpp"
#include "lib/text/utf8.hpp"

namespace botstore::detail {

std::string Field::text() const {
  if (list_.empty()) return std::string{name_};
  if (name_.empty()) return fmt::format("{}[{}]", list_, index_);
  return fmt::format("{}[{}].{}", list_, index_, name_);
}

void Check::refuse(const Field& field, std::string_view reason, std::string_view hint) const {
  auto name = field.text();
  throw Error(ErrorCode::invalid_argument, {.context = fmt::format("{}: {}", operation_, name),
                                            .cause = std::string{reason},
                                            .hint = std::string{hint},
                                            .field = std::move(name)});
}

void Check::text(const Field& field, std::optional<std::string_view> value, std::size_t max) const {
  if (!value) return;
  if (value->size() > max)
    refuse(field, fmt::format("has {} bytes, more than the {} allowed", value->size(), max));
  if (const auto bad = find_invalid_utf8(*value))
    refuse(field, fmt::format("is not valid UTF-8 at byte {}", *bad));
  if (const auto nul = value->find('\0'); nul != std::string_view::npos)
    refuse(field, fmt::format("holds the character U+0000 at byte {}", nul));
}

void Check::name(const Field& field, std::optional<std::string_view> value, std::size_t max) const {
  if (!value) return;
  if (value->empty()) refuse(field, "is empty");
  text(field, value, max);
  if (is_blank(*value)) refuse(field, "is blank");
}

void Check::names(const Field& field, const AnyOf& values, std::size_t max) const {
  for (const auto& value : values.values()) name(field, value, max);
}

void Check::value(const Field& field, const Json& value) const {
  if (const auto key = find_duplicate_key(value))
    refuse(field, fmt::format("has the key \"{}\" twice", *key));
}

void Check::object(const Field& field, const Json& value) const {
  if (!value.is_object()) refuse(field, "is not a JSON object");
  this->value(field, value);
}

void Check::object(const Field& field, const std::optional<Json>& value) const {
  if (value) object(field, *value);
}

void Check::time(const Field& field, const std::optional<Timestamp>& value) const {
  if (value && (*value < earliest_time || *value > latest_time))
    refuse(field, "lies outside the years 1 to 9999");
}

void Check::range(const Field& field, const TimeRange& value) const {
  time(field, value.start);
  time(field, value.end);
  if (value.start && value.end && *value.end < *value.start) refuse(field, "ends before it starts");
}

void Check::not_negative(const Field& field, std::int64_t value) const {
  if (value < 0) refuse(field, fmt::format("is {}, and must not be negative", value));
}

void Check::limit(const Field& field, Limit value) const {
  if (!value.is_default() && !value.is_all()) not_negative(field, value.rows());
}

void Check::paging(const Paging& page) const {
  limit("limit", page.limit);
  not_negative("offset", page.offset);
  if (page.offset > 0 && !page.cursor.empty())
    refuse("offset", "is stated together with a cursor", "A cursor already names the place.");
}

void Check::filter(const Field& field, const JsonFilter& filter) const {
  using Kind = JsonCondition::Kind;
  if (filter.size() > limits::filter_conditions)
    refuse(field, fmt::format("has {} conditions, more than the {} allowed", filter.size(),
                              limits::filter_conditions));
  for (const auto& condition : filter) {
    if (condition.kind == Kind::contains) {
      object(field, condition.value);
      continue;
    }
    if (condition.path.empty()) refuse(field, "has a condition with an empty path");
    if (condition.path.size() > limits::filter_path_keys)
      refuse(field, fmt::format("has a path of {} keys, more than the {} allowed",
                                condition.path.size(), limits::filter_path_keys));
    for (const auto& key : condition.path) text(field, key);
    const auto type = condition.value.type();
    if (condition.kind == Kind::equals && (type == JsonType::array || type == JsonType::object))
      refuse(field, "compares with an array or an object", "Use where::contains.");
  }
}

}  // namespace botstore::detail
