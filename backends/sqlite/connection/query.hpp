#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "backends/sqlite/connection/connection.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore::sqlite {

/// A statement in use: its parameters `?1`, `?2`, … are bound, its rows are read one by one.
///
///     Query query{connection, "select title from threads where id = ?1", id};
///     while (query.next()) use(query.get<std::string>(0));
class Query {
 public:
  template <class... Values>
  Query(Connection& connection, std::string_view sql, const Values&... values)
      : connection_{connection}, statement_{connection.take(sql)} {
    (add(values), ...);
  }
  ~Query() { connection_.give_back(std::move(statement_)); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Binds the next parameter. Texts are copied; a filter must outlive the query.
  Query& add(std::string_view text);
  Query& add(const char* text) { return add(std::string_view{text}); }
  Query& add(const std::string& text) { return add(std::string_view{text}); }
  Query& add(std::int64_t number);
  Query& add(bool truth) { return add(std::int64_t{truth}); }
  Query& add(Timestamp time) { return add(time.time_since_epoch().count()); }
  Query& add(Revision revision) { return add(static_cast<std::int64_t>(revision)); }
  Query& add(const Json& json) { return add(json.text()); }
  Query& add(const JsonFilter* filter);
  Query& add(std::nullopt_t);
  template <class T>
  Query& add(const std::optional<T>& value) {
    return value ? add(*value) : add(std::nullopt);
  }

  /// Goes to the next row; false where there is none.
  [[nodiscard]] bool next();

  /// Runs a statement to its end, and returns how many rows it changed.
  std::int64_t run();

  /// A value of the row, whose columns are counted from 0.
  template <class T>
  [[nodiscard]] T get(int column) const {
    if constexpr (is_optional<T>::value) {
      if (is_null(column)) return std::nullopt;
      return get<typename T::value_type>(column);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return std::string{text(column)};
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      return sqlite3_column_int64(handle(), column);
    } else if constexpr (std::is_same_v<T, bool>) {
      return sqlite3_column_int64(handle(), column) != 0;
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      return Timestamp{std::chrono::microseconds{sqlite3_column_int64(handle(), column)}};
    } else if constexpr (std::is_same_v<T, Revision>) {
      return Revision{sqlite3_column_int64(handle(), column)};
    } else {
      static_assert(std::is_same_v<T, Json>);
      return json(column);
    }
  }

 private:
  template <class T>
  struct is_optional : std::false_type {};
  template <class T>
  struct is_optional<std::optional<T>> : std::true_type {};

  [[nodiscard]] sqlite3_stmt* handle() const noexcept { return statement_.front().handle.get(); }
  [[nodiscard]] bool is_null(int column) const noexcept;
  [[nodiscard]] std::string_view text(int column) const noexcept;
  [[nodiscard]] Json json(int column) const;
  Query& bound(int code);

  Connection& connection_;
  Connection::Statements statement_;
  int parameters_ = 0;
};

/// Runs a statement that returns no rows; returns how many it changed.
template <class... Values>
std::int64_t run(Connection& connection, std::string_view sql, const Values&... values) {
  return Query{connection, sql, values...}.run();
}

}  // namespace botstore::sqlite
