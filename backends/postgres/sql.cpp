#include "backends/postgres/sql.hpp"

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

// UTF-8 sorts by code point, so the text behind a character's is the next character's.

/// The one character of `text`, which is valid.
char32_t decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (text.size() == 1) return lead;
  char32_t point = lead & (0xffU >> (text.size() + 1));
  for (const char byte : text.substr(1))
    point = point << 6 | (static_cast<unsigned char>(byte) & 0x3f);
  return point;
}

std::optional<char32_t> next_code_point(char32_t point) {
  if (point == 0x10ffff) return std::nullopt;
  return point == 0xd7ff ? 0xe000 : point + 1;
}

std::string encode_utf8(char32_t point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | (point >> shift & 0x3f));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {static_cast<char>(0xe0 | point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

}  // namespace

std::string replace_all(std::string_view text, std::string_view placeholder,
                        std::string_view replacement) {
  std::string result;
  result.reserve(text.size() + 64);
  for (;;) {
    const auto at = text.find(placeholder);
    result.append(text.substr(0, at));
    if (at == std::string_view::npos) return result;
    result.append(replacement);
    text.remove_prefix(at + placeholder.size());
  }
}

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

std::optional<std::string> end_of_prefix(std::string prefix) {
  while (!prefix.empty()) {
    auto start = prefix.size() - 1;
    while ((static_cast<unsigned char>(prefix[start]) & 0xc0) == 0x80) --start;
    const auto next = next_code_point(decode_utf8(std::string_view{prefix}.substr(start)));
    prefix.resize(start);
    if (next) return prefix + encode_utf8(*next);
  }
  return std::nullopt;
}

std::string order_by(std::initializer_list<std::string_view> columns, Direction direction) {
  std::string text;
  for (const auto column : columns)
    text += fmt::format("{}{}{}", text.empty() ? " order by " : ", ", column,
                        direction == Direction::descending ? " desc" : "");
  return text;
}

}  // namespace botstore::postgres
