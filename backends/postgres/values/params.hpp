#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "backends/postgres/values/binary.hpp"
#include "botstore/error.hpp"

namespace botstore::postgres {

/// The parameters of one statement, `$1` first, in binary, with their types. Owns copies of the
/// values.
///
///     Params{thread_id, now, as_jsonb(metadata)}
///     Params{}.add(now).add_array(items, [](const auto& item) { return *item.message.id; })
///
/// Takes std::int64_t (any integer), bool, double, text, Timestamp, Revision, `as_json(…)`,
/// `as_jsonb(…)`, and each of these in a std::optional, whose absence is NULL.
class Params {
 public:
  Params() = default;
  template <class... T>
  requires(sizeof...(T) > 0 && !(std::is_same_v<std::remove_cvref_t<T>, Params> ||
                                 ...)) explicit Params(const T&... values) {
    reserve(sizeof...(T));
    (add(values), ...);
  }

  template <class T>
  Params& add(const T& value) {
    add_value(plain(value));
    return *this;
  }

  /// An array of what `projection` makes of each element of `range`. Its return type decides the
  /// array's type; an absent std::optional is a NULL element.
  template <std::ranges::sized_range Range, class Projection = std::identity>
  Params& add_array(const Range& range, Projection projection = {}) {
    using Element = decltype(plain(std::invoke(projection, *std::ranges::begin(range))));
    using Form = Binary<typename Unwrapped<Element>::type>;
    begin(Form::array_type);
    append_array_header(Form::type, std::ranges::size(range));
    for (const auto& element : range) append_element<Form>(plain(std::invoke(projection, element)));
    end();
    return *this;
  }

  /// Makes room for values that are large together.
  Params& reserve_bytes(std::size_t bytes) {
    buffer_.reserve(bytes);
    return *this;
  }

  [[nodiscard]] int size() const noexcept { return static_cast<int>(types_.size()); }
  [[nodiscard]] std::size_t bytes() const noexcept { return buffer_.size(); }

  /// What libpq wants to know of the parameters.
  [[nodiscard]] const std::uint32_t* types() const noexcept { return types_.data(); }
  [[nodiscard]] std::span<const std::uint32_t> type_list() const noexcept { return types_; }
  [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
  [[nodiscard]] const char* value(int index) const noexcept {
    const auto at = static_cast<std::size_t>(index);
    return offsets_[at] == null_offset ? nullptr : buffer_.data() + offsets_[at];
  }

 private:
  template <class T>
  struct Unwrapped {
    using type = T;
  };
  template <class T>
  struct Unwrapped<std::optional<T>> {
    using type = T;
  };

  static constexpr auto null_offset = static_cast<std::size_t>(-1);

  // The type that a value is passed as: texts of every kind are views, integers are 64 bits wide.
  template <class T>
  static auto plain(const T& value) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      return std::string_view{value};
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      static_assert(std::is_signed_v<T> || sizeof(T) < 8, "bigint holds no such number");
      return static_cast<std::int64_t>(value);
    } else {
      return value;
    }
  }

  // std::optional is not taken apart by value, for that would copy a text.
  template <class T>
  static auto plain(const std::optional<T>& value)
      -> std::optional<decltype(plain(std::declval<const T&>()))> {
    if (!value) return std::nullopt;
    return plain(*value);
  }

  template <class T>
  void add_value(const T& value) {
    begin(Binary<T>::type);
    Binary<T>::append(buffer_, value);
    end();
  }

  template <class T>
  void add_value(const std::optional<T>& value) {
    if (value) return add_value(*value);
    types_.push_back(Binary<T>::type);
    offsets_.push_back(null_offset);
    lengths_.push_back(0);
  }

  void reserve(std::size_t count) {
    types_.reserve(count);
    offsets_.reserve(count);
    lengths_.reserve(count);
  }

  void begin(std::uint32_t type) {
    types_.push_back(type);
    offsets_.push_back(buffer_.size());
    lengths_.push_back(0);
  }

  void end() { lengths_.back() = checked_length(buffer_.size() - offsets_.back()); }

  void append_array_header(std::uint32_t element_type, std::size_t size) {
    append_big_endian(buffer_, std::uint32_t{1});  // Dimensions.
    append_big_endian(buffer_, std::uint32_t{1});  // There may be NULLs.
    append_big_endian(buffer_, element_type);
    append_big_endian(buffer_, static_cast<std::uint32_t>(checked_length(size)));
    append_big_endian(buffer_, std::uint32_t{1});  // The first index.
  }

  template <class Form, class T>
  void append_element(const T& value) {
    const auto at = buffer_.size();
    append_big_endian(buffer_, std::uint32_t{0});
    Form::append(buffer_, value);
    set_length(at, static_cast<std::uint32_t>(checked_length(buffer_.size() - at - 4)));
  }

  template <class Form, class T>
  void append_element(const std::optional<T>& value) {
    if (value) return append_element<Form>(*value);
    append_big_endian(buffer_, UINT32_MAX);  // A length of -1 is NULL.
  }

  void set_length(std::size_t at, std::uint32_t length) noexcept {
    for (std::size_t i = 0; i < 4; ++i)
      buffer_[at + i] = static_cast<char>(length >> (24 - 8 * i) & 0xff);
  }

  static int checked_length(std::size_t length) {
    // PostgreSQL holds no value above a gigabyte, and libpq counts in int.
    if (length > std::size_t{1} << 30)
      throw Error(ErrorCode::unsupported,
                  {.cause = "more than a gigabyte would have to be sent as one parameter",
                   .hint = "Save fewer or smaller rows at a time."});
    return static_cast<int>(length);
  }

  std::string buffer_;
  std::vector<std::uint32_t> types_;
  std::vector<std::size_t> offsets_;
  std::vector<int> lengths_;
};

}  // namespace botstore::postgres
