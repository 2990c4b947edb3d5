#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/export.hpp"

namespace botstore {

enum class JsonType { null, boolean, number, string, array, object };

/// A JSON value that keeps the exact text it was made from. The text is checked once, when the
/// value is made, and read again only when somebody asks for a part of it.
///
/// Refused with `InvalidArgument`, on every backend alike: text that is not JSON (RFC 8259),
/// invalid UTF-8, the character U+0000 in a string or a key (raw or escaped), a lone surrogate, a
/// number outside a double's range, and what exceeds `limits::text_bytes`, `json_depth` or
/// `json_number_chars`.
///
/// A value is a plain value: copies are independent, and const access is safe from many threads. A
/// moved-from value may only be assigned to or destroyed.
class BOTSTORE_EXPORT Json {
 public:
  using Member = std::pair<std::string_view, Json>;

  /// The value `null`.
  Json();

  /// Keeps `text` byte for byte. Throws `InvalidArgument` that says what is wrong and at which
  /// byte.
  [[nodiscard]] static Json parse(std::string text);

  [[nodiscard]] static Json boolean(bool value);
  [[nodiscard]] static Json number(std::int64_t value);
  [[nodiscard]] static Json number(int value) { return number(std::int64_t{value}); }
  /// Throws `InvalidArgument` if `value` is not finite. The shortest text that reads back the same.
  [[nodiscard]] static Json number(double value);
  /// Throws `InvalidArgument` for invalid UTF-8, for U+0000, and for what exceeds the limits.
  [[nodiscard]] static Json string(std::string_view value);
  [[nodiscard]] static Json array(std::span<const Json> elements);
  /// Throws `InvalidArgument` if a key comes twice or cannot be a JSON string.
  [[nodiscard]] static Json object(std::initializer_list<Member> members);
  [[nodiscard]] static Json object(std::span<const Member> members);

  /// The text that the value was made from.
  [[nodiscard]] const std::string& text() const& noexcept { return text_; }
  [[nodiscard]] std::string text() && noexcept { return std::move(text_); }

  [[nodiscard]] JsonType type() const noexcept;
  [[nodiscard]] bool is_object() const noexcept { return type() == JsonType::object; }

  /// The value at a path of object keys; absent if a key is missing or a step is not an object.
  /// An empty path is the value itself. Of a key that comes twice the last counts.
  [[nodiscard]] std::optional<Json> find(std::initializer_list<std::string_view> path) const;
  [[nodiscard]] std::optional<Json> find(std::span<const std::string> path) const;

  /// The value itself, if it is of that type; absent otherwise. An integer is a number that an
  /// `int64_t` holds exactly (`1`, `1.0`, `1e2`).
  [[nodiscard]] std::optional<bool> as_boolean() const;
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  [[nodiscard]] std::optional<double> as_number() const;
  [[nodiscard]] std::optional<std::string> as_string() const;

  /// An array's elements; an object's keys and values in the order of the text. Empty for any other
  /// type.
  [[nodiscard]] std::vector<Json> elements() const;
  [[nodiscard]] std::vector<std::pair<std::string, Json>> members() const;

  /// Equality of meaning: spacing, the order of keys, escapes and the way a number is written do
  /// not count (`1`, `1.0` and `10e-1` are equal; no precision is lost). `1` is not `"1"`. Of a key
  /// that comes twice the last counts. Compare `text()` for equality of bytes.
  friend BOTSTORE_EXPORT bool operator==(const Json& left, const Json& right);

 private:
  friend struct JsonAccess;
  explicit Json(std::string text) noexcept : text_{std::move(text)} {}

  std::string text_;
};

namespace literals {
/// `R"({"a": 1})"_json`: short for `Json::parse`.
[[nodiscard]] BOTSTORE_EXPORT Json operator""_json(const char* text, std::size_t length);
}  // namespace literals

}  // namespace botstore
