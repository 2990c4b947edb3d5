#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/time.hpp"
#include "tools/postgres/quote_name.hpp"

namespace botstore::from {

struct Finish {
  void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  void operator()(PGresult* result) const noexcept { PQclear(result); }
  void operator()(PGcancel* cancel) const noexcept { PQfreeCancel(cancel); }
};

using Result = std::unique_ptr<PGresult, Finish>;

/// One row of a result, as text.
class Columns {
 public:
  Columns(const PGresult* result, int row) noexcept : result_{result}, row_{row} {}

  [[nodiscard]] bool is_null(int column) const { return PQgetisnull(result_, row_, column) == 1; }
  [[nodiscard]] std::string text(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  [[nodiscard]] std::optional<std::string> optional(int column) const {
    return is_null(column) ? std::nullopt : std::optional{text(column)};
  }
  [[nodiscard]] std::int64_t integer(int column) const { return std::stoll(text(column)); }
  [[nodiscard]] bool boolean(int column) const { return text(column) == "t"; }
  /// Of an instant that as_text() has written.
  [[nodiscard]] Timestamp time(int column) const { return parse_time(text(column)); }
  [[nodiscard]] std::optional<Timestamp> optional_time(int column) const {
    return is_null(column) ? std::nullopt : std::optional{time(column)};
  }

 private:
  const PGresult* result_;
  int row_;
};

using Parameters = std::vector<std::string>;

/// A PostgreSQL database of another program. What goes wrong is a botstore::Error, without the
/// connection's password.
class Source {
 public:
  /// `connection_string` is libpq's. Once a stop is requested, the query that runs ends, and it and
  /// those that follow throw `Cancelled`.
  explicit Source(const std::string& connection_string, std::stop_token stop = {});

  /// Begins a transaction that sees the database as it is now, and changes nothing.
  void begin_reading();

  [[nodiscard]] Result query(const std::string& sql, const Parameters& parameters = {});
  /// The first value of the first row; empty if there is none.
  [[nodiscard]] std::string value(const std::string& sql, const Parameters& parameters = {});
  /// The first value of every row.
  [[nodiscard]] std::vector<std::string> values(const std::string& sql,
                                                const Parameters& parameters = {});

  /// Shows all rows, in flat memory; needs begin_reading().
  void for_each(const std::string& sql, const Parameters& parameters,
                const std::function<void(const Columns& row)>& show);

  /// The names of a table's columns; empty if there is no such table.
  [[nodiscard]] std::vector<std::string> columns(const std::string& schema,
                                                 const std::string& table);

  [[nodiscard]] PGconn* get() const noexcept { return connection_.get(); }

 private:
  [[noreturn]] void fail(const PGresult* result) const;

  std::unique_ptr<PGconn, Finish> connection_;
  std::stop_token stop_;
  std::unique_ptr<PGcancel, Finish> cancel_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

using tools::quote_name;

/// SQL that writes an instant as RFC 3339, with the microseconds.
[[nodiscard]] std::string as_text(std::string_view instant);

}  // namespace botstore::from
