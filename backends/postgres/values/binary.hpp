#pragma once

#include <bit>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "backends/postgres/values/oid.hpp"
#include "botstore/json.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

/// \file
/// PostgreSQL's binary forms of the values that the store uses.

namespace botstore::postgres {

/// A text to be passed as `json`, which keeps it as it is, or as `jsonb`, which keeps its meaning.
struct JsonParam {
  std::string_view text;
};
struct JsonbParam {
  std::string_view text;
};

/// For a parameter: refers to `value`, which must live until the parameter is added.
[[nodiscard]] inline JsonParam as_json(const Json& value) noexcept {
  return {value.text()};
}
[[nodiscard]] inline JsonbParam as_jsonb(const Json& value) noexcept {
  return {value.text()};
}
[[nodiscard]] inline std::optional<JsonParam> as_json(const std::optional<Json>& value) noexcept {
  if (!value) return std::nullopt;
  return as_json(*value);
}
[[nodiscard]] inline std::optional<JsonbParam> as_jsonb(const std::optional<Json>& value) noexcept {
  if (!value) return std::nullopt;
  return as_jsonb(*value);
}

/// PostgreSQL counts microseconds from here.
inline constexpr Timestamp postgres_epoch{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};

template <std::unsigned_integral T>
void append_big_endian(std::string& buffer, T value) {
  for (auto shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8)
    buffer.push_back(static_cast<char>(value >> shift & 0xff));
}

/// Reads as many bytes as `T` has.
template <std::unsigned_integral T>
[[nodiscard]] T read_big_endian(const char* bytes) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<T>(value);
}

/// The types of a C++ value's parameter, alone and as an array's element, and how it is written.
template <class T>
struct Binary;

template <>
struct Binary<std::int64_t> {
  static constexpr auto type = oid::int8;
  static constexpr auto array_type = oid::int8_array;
  static void append(std::string& buffer, std::int64_t value) {
    append_big_endian(buffer, static_cast<std::uint64_t>(value));
  }
};

template <>
struct Binary<Revision> : Binary<std::int64_t> {
  static void append(std::string& buffer, Revision value) {
    Binary<std::int64_t>::append(buffer, static_cast<std::int64_t>(value));
  }
};

template <>
struct Binary<bool> {
  static constexpr auto type = oid::boolean;
  static constexpr auto array_type = oid::boolean_array;
  static void append(std::string& buffer, bool value) { buffer.push_back(value ? 1 : 0); }
};

template <>
struct Binary<double> {
  static constexpr auto type = oid::float8;
  static constexpr auto array_type = oid::float8_array;
  static void append(std::string& buffer, double value) {
    append_big_endian(buffer, std::bit_cast<std::uint64_t>(value));
  }
};

template <>
struct Binary<Timestamp> {
  static constexpr auto type = oid::timestamptz;
  static constexpr auto array_type = oid::timestamptz_array;
  static void append(std::string& buffer, Timestamp value) {
    append_big_endian(buffer, static_cast<std::uint64_t>((value - postgres_epoch).count()));
  }
};

template <>
struct Binary<std::string_view> {
  static constexpr auto type = oid::text;
  static constexpr auto array_type = oid::text_array;
  static void append(std::string& buffer, std::string_view value) { buffer.append(value); }
};

template <>
struct Binary<std::string> : Binary<std::string_view> {};

template <>
struct Binary<JsonParam> {
  static constexpr auto type = oid::json;
  static constexpr auto array_type = oid::json_array;
  static void append(std::string& buffer, JsonParam value) { buffer.append(value.text); }
};

template <>
struct Binary<JsonbParam> {
  static constexpr auto type = oid::jsonb;
  static constexpr auto array_type = oid::jsonb_array;
  static void append(std::string& buffer, JsonbParam value) {
    buffer.push_back(1);  // The version of the binary form.
    buffer.append(value.text);
  }
};

}  // namespace botstore::postgres
