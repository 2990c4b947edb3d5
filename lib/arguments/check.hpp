#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "botstore/call_options.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/limits.hpp"
#include "botstore/query.hpp"
#include "botstore/time.hpp"

namespace botstore::detail {

/// The name of an argument, put together only when it is at fault: `title`, `messages[3].role`.
class Field {
 public:
  Field(const char* name) : name_{name} {}
  Field(const char* list, std::size_t index, const char* name = "")
      : list_{list}, index_{index}, name_{name} {}

  [[nodiscard]] std::string text() const;

 private:
  std::string_view list_;
  std::size_t index_ = 0;
  std::string_view name_;
};

/// The rules for the arguments of one operation. Each function throws `InvalidArgument` that names
/// the field and the reason, or returns.
class Check {
 public:
  explicit Check(std::string_view operation) : operation_{operation} {}

  [[noreturn]] void refuse(const Field& field, std::string_view reason,
                           std::string_view hint = {}) const;

  // An absent text is right everywhere: what must be there is not optional in its struct.

  /// A text that names something: 1 to `max` bytes of UTF-8 without U+0000, not blank.
  void name(const Field& field, std::optional<std::string_view> value,
            std::size_t max = limits::id_bytes) const;
  void names(const Field& field, const AnyOf& values, std::size_t max = limits::id_bytes) const;

  /// A text that says something: at most `max` bytes of UTF-8 without U+0000; may be empty.
  void text(const Field& field, std::optional<std::string_view> value,
            std::size_t max = limits::text_bytes) const;

  /// A value without duplicate keys, and an object without them.
  void value(const Field& field, const Json& value) const;
  void object(const Field& field, const Json& value) const;
  void object(const Field& field, const std::optional<Json>& value) const;

  void time(const Field& field, const std::optional<Timestamp>& value) const;
  void range(const Field& field, const TimeRange& value) const;
  void not_negative(const Field& field, std::int64_t value) const;
  void limit(const Field& field, Limit value) const;
  void paging(const Paging& page) const;
  void filter(const Field& field, const JsonFilter& filter) const;

 private:
  std::string_view operation_;
};

}  // namespace botstore::detail
