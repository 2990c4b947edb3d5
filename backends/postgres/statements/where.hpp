#pragma once

#include <string>
#include <string_view>

#include "backends/postgres/values/params.hpp"
#include "botstore/filter.hpp"
#include "botstore/query.hpp"
#include "botstore/time.hpp"

namespace botstore::postgres {

/// The conditions of a list, and the parameters that they bring along. Which conditions there are
/// decides the text; what they compare with travels in the parameters.
class Where {
 public:
  explicit Where(Params& params) : params_{params} {}

  /// A condition, in which each `$?` is one of the values: `add("resource_id = $?", id)`.
  template <class... T>
  Where& add(std::string_view condition, const T&... values) {
    begin();
    (add_up_to(condition, values), ...);
    text_ += condition;
    return *this;
  }

  /// Rows that come after a place in an order: `behind("created_at, id", direction, time, id)`.
  template <class... T>
  Where& behind(std::string_view columns, Direction direction, const T&... place) {
    begin();
    begin_behind(columns, direction);
    std::string_view comma;
    (add_to_list(comma, place), ...);
    text_ += ')';
    return *this;
  }

  Where& range(std::string_view column, const TimeRange& range);
  Where& any_of(std::string_view column, const AnyOf& set);
  /// A column in collation "C" that begins with a text, as a range of the column's index.
  Where& prefix(std::string_view column, const std::string& prefix);
  Where& filter(std::string_view column, const JsonFilter& filter);

  /// Behind the conditions: text as it is, or the number of a value, `$4`.
  Where& append(std::string_view text) {
    text_ += text;
    return *this;
  }
  template <class T>
  Where& append_value(const T& value) {
    params_.add(value);
    append_number();
    return *this;
  }

  /// ` where … and …` and what has been appended.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  void begin();
  void begin_behind(std::string_view columns, Direction direction);
  void append_number();

  // Takes what stands before the first `$?` off the condition.
  template <class T>
  void add_up_to(std::string_view& condition, const T& value) {
    const auto mark = condition.find("$?");
    text_ += condition.substr(0, mark);
    append_value(value);
    condition.remove_prefix(mark + 2);
  }

  template <class T>
  void add_to_list(std::string_view& comma, const T& value) {
    text_ += comma;
    append_value(value);
    comma = ", ";
  }

  Params& params_;
  std::string text_;
};

}  // namespace botstore::postgres
