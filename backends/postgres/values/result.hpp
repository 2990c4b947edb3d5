#pragma once

#include <libpq-fe.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "botstore/json.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore::postgres {

/// One row of a `Result`, which must outlive it.
///
/// `get<T>(column)` reads std::int64_t (from smallint, integer and bigint), bool, double,
/// Timestamp, Revision, std::string and std::string_view (from text, json and jsonb), Json (from
/// json and jsonb), and each of these in a std::optional, which is empty for NULL. Columns count
/// from 0, in the order of the statement's list. A string_view lives as long as the result.
///
/// Throws `Corrupt`, naming the column, for a NULL without std::optional, and for a value of
/// another type than asked for.
class Row {
 public:
  Row(const PGresult* result, int row) noexcept : result_{result}, row_{row} {}

  template <class T>
  [[nodiscard]] T get(int column) const {
    return Reader<T>::read(*this, column);
  }

  [[nodiscard]] bool is_null(int column) const;

 private:
  template <class T>
  struct Reader;

  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::uint64_t eight_bytes(int column, std::uint32_t type) const;
  [[nodiscard]] bool boolean(int column) const;
  [[nodiscard]] Timestamp time(int column) const;
  [[nodiscard]] Json json(int column) const;
  [[noreturn]] void refuse(int column, std::string_view reason) const;

  const PGresult* result_;
  int row_;
};

/// What a statement returned, in binary.
class Result {
 public:
  Result() = default;
  explicit Result(PGresult* result) noexcept : result_{result} {}

  [[nodiscard]] int size() const noexcept { return PQntuples(result_.get()); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] Row operator[](int row) const noexcept { return {result_.get(), row}; }
  [[nodiscard]] Row front() const noexcept { return (*this)[0]; }

  /// How many rows an INSERT, UPDATE or DELETE changed, or a SELECT returned.
  [[nodiscard]] std::int64_t affected() const;

  /// What the server calls the command that was done: `COMMIT`, `INSERT 0 1`.
  [[nodiscard]] const char* tag() const noexcept { return PQcmdStatus(result_.get()); }

  [[nodiscard]] const PGresult* get() const noexcept { return result_.get(); }

  /// Goes over the rows: `for (const Row row : result)`.
  class Iterator {
   public:
    Iterator(const PGresult* result, int row) noexcept : result_{result}, row_{row} {}
    [[nodiscard]] Row operator*() const noexcept { return {result_, row_}; }
    Iterator& operator++() noexcept {
      ++row_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const PGresult* result_;
    int row_;
  };
  [[nodiscard]] Iterator begin() const noexcept { return {result_.get(), 0}; }
  [[nodiscard]] Iterator end() const noexcept { return {result_.get(), size()}; }

 private:
  struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
  };

  std::unique_ptr<PGresult, Clear> result_;
};

template <>
struct Row::Reader<std::int64_t> {
  static std::int64_t read(const Row& row, int column) { return row.integer(column); }
};

template <>
struct Row::Reader<Revision> {
  static Revision read(const Row& row, int column) { return Revision{row.integer(column)}; }
};

template <>
struct Row::Reader<bool> {
  static bool read(const Row& row, int column) { return row.boolean(column); }
};

template <>
struct Row::Reader<double> {
  static double read(const Row& row, int column);
};

template <>
struct Row::Reader<Timestamp> {
  static Timestamp read(const Row& row, int column) { return row.time(column); }
};

template <>
struct Row::Reader<std::string_view> {
  static std::string_view read(const Row& row, int column) { return row.text(column); }
};

template <>
struct Row::Reader<std::string> {
  static std::string read(const Row& row, int column) { return std::string{row.text(column)}; }
};

template <>
struct Row::Reader<Json> {
  static Json read(const Row& row, int column) { return row.json(column); }
};

template <class T>
struct Row::Reader<std::optional<T>> {
  static std::optional<T> read(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Reader<T>::read(row, column);
  }
};

}  // namespace botstore::postgres
