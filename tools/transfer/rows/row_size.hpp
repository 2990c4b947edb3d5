#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tools/rows/fields.hpp"

namespace botstore::transfer {

/// Adds up the fields that it visits.
class Measure {
 public:
  void operator()(std::string_view /*name*/, const auto& value, Field /*field*/) { add(value); }
  std::size_t bytes = 0;

 private:
  void add(const std::string& value) noexcept { bytes += value.size(); }
  void add(const Json& value) noexcept { bytes += value.text().size(); }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value) add(*value);
  }
  template <class Number>
  void add(const Number& /*value*/) noexcept {
    bytes += sizeof(Number);
  }
};

/// How much a row holds, roughly.
template <class T>
[[nodiscard]] std::size_t bytes_of(const T& row) {
  Measure measure;
  for_each_field(row, measure);
  return measure.bytes;
}

[[nodiscard]] inline std::size_t bytes_of(const Row& row) {
  return std::visit([](const auto& one) { return bytes_of(one); }, row);
}

}  // namespace botstore::transfer
