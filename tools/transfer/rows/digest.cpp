#include "tools/transfer/rows/digest.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include "lib/text/json/writer.hpp"

namespace botstore::transfer {

namespace {

/// One of each kind, and several.
constexpr std::array<std::pair<std::string_view, std::string_view>, kinds> words{{
    {"resource", "resources"},
    {"thread", "threads"},
    {"message", "messages"},
    {"metadata value", "metadata values"},
    {"contact", "contacts"},
    {"history entry", "history entries"},
}};

/// Writes a row's fields one after another, each with its length, so that no two rows share a text.
class HashText {
 public:
  explicit HashText(std::string& out) noexcept : out_{out} {}

  void operator()(std::string_view /*name*/, const auto& value, Field field) {
    if (field != Field::local) add(value, field);
  }

 private:
  template <class T>
  void add(const std::optional<T>& value, Field field) {
    if (value)
      add(*value, field);
    else
      out_ += '!';
  }
  void add(const std::string& value, Field /*field*/) {
    fmt::format_to(std::back_inserter(out_), "{}:{}", value.size(), value);
  }
  void add(const Json& value, Field field) {
    add(field == Field::exact ? value.text() : detail::canonical_text(value), field);
  }
  void add(Timestamp value, Field /*field*/) { add_number(value.time_since_epoch().count()); }
  void add(std::int64_t value, Field /*field*/) { add_number(value); }
  void add(Revision value, Field /*field*/) { add_number(static_cast<std::int64_t>(value)); }
  void add_number(std::int64_t value) { fmt::format_to(std::back_inserter(out_), "{};", value); }

  std::string& out_;
};

}  // namespace

void Tally::add(Kind kind, const Sum& row) noexcept {
  ++counts.at(static_cast<std::size_t>(kind));
  unsigned carry = 0;
  for (auto i = sum.size(); i-- > 0;) {
    carry += static_cast<unsigned>(sum[i]) + row[i];
    sum[i] = static_cast<unsigned char>(carry & 0xFFU);
    carry >>= 8U;
  }
}

std::uint64_t Tally::rows() const noexcept {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::string Tally::text() const {
  std::string text;
  for (const auto byte : sum) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  return text;
}

Tally::Sum sum_from(std::string_view text) {
  Tally::Sum sum{};
  if (text.size() != 2 * sum.size()) throw std::runtime_error{"the digest has no 64 digits"};
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const auto digits = text.substr(2 * i, 2);
    if (std::from_chars(digits.data(), digits.data() + 2, sum[i], 16).ptr != digits.data() + 2)
      throw std::runtime_error{"the digest is no hexadecimal number"};
  }
  return sum;
}

std::string describe(const Tally& tally) {
  std::string text;
  for (std::size_t i = 0; i < kinds; ++i) {
    const auto count = tally.counts.at(i);
    if (count == 0) continue;
    const auto& [one, several] = words.at(i);
    fmt::format_to(std::back_inserter(text), "{}{} {}", text.empty() ? "" : ", ", count,
                   count == 1 ? one : several);
  }
  return text.empty() ? "nothing" : text;
}

Tally::Sum RowHash::operator()(const Row& row) {
  text_ = name_of(kind_of(row));
  text_ += '\n';
  std::visit([&](const auto& one) { for_each_field(one, HashText{text_}); }, row);
  hash_.add(text_);
  return hash_.finish();
}

}  // namespace botstore::transfer
