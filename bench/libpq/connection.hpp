#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/time.hpp"

/// \file
/// As little as stands between a program and libpq when it is written for speed by hand: parameters
/// point to the caller's values, nothing is formatted, nothing is waited for but the answer.

namespace bench::libpq {

/// The parameters of one statement. Texts are not copied and must outlive it.
class Args {
 public:
  Args& text(std::string_view value) noexcept { return add(value.data(), value.size(), 0); }
  Args& number(std::int64_t value) noexcept;
  Args& time(botstore::Timestamp value) noexcept;
  /// What has PostgreSQL's binary form already.
  Args& binary(std::string_view value) noexcept { return add(value.data(), value.size(), 1); }

  [[nodiscard]] int size() const noexcept { return size_; }
  [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
  [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
  [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

 private:
  static constexpr std::size_t capacity = 12;

  Args& add(const char* value, std::size_t length, int format) noexcept;

  int size_ = 0;
  std::array<const char*, capacity> values_{};
  std::array<int, capacity> lengths_{};
  std::array<int, capacity> formats_{};
  std::array<std::array<char, 8>, capacity> numbers_{};
};

/// An array in PostgreSQL's binary form.
class Array {
 public:
  Array(Oid type, std::size_t size, std::size_t bytes_each);

  void text(std::string_view value);
  void jsonb(std::string_view value);
  void number(std::int64_t value);

  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

 private:
  void word(std::uint32_t value);

  std::string bytes_;
};

struct ClearResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};

/// One answer, in binary.
class Answer {
 public:
  explicit Answer(PGresult* result) noexcept : result_{result} {}

  [[nodiscard]] int rows() const noexcept { return PQntuples(result_.get()); }
  [[nodiscard]] bool null(int row, int column) const noexcept {
    return PQgetisnull(result_.get(), row, column) != 0;
  }
  [[nodiscard]] std::string text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  /// Without the byte that its binary form begins with.
  [[nodiscard]] std::string jsonb(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column) + 1,
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column)) - 1};
  }
  [[nodiscard]] std::int64_t number(int row, int column) const noexcept;  ///< Of 4 or 8 bytes.
  [[nodiscard]] botstore::Timestamp time(int row, int column) const noexcept;
  [[nodiscard]] std::optional<botstore::Timestamp> time_if_any(int row, int column) const noexcept;

 private:
  std::unique_ptr<PGresult, ClearResult> result_;
};

/// A blocking connection and its prepared statements, for one thread.
class Connection {
 public:
  /// Throws `std::runtime_error` with what libpq says, as every function does.
  Connection(const std::string& conninfo, const std::string& schema);

  void execute(const char* sql);
  void prepare(const char* name, const char* sql);
  [[nodiscard]] Answer run(const char* name, const Args& args);
  /// Several prepared statements in one round trip and one transaction of the server's.
  struct Step {
    const char* name;
    const Args* args;
  };
  [[nodiscard]] std::vector<Answer> pipeline(std::initializer_list<Step> steps);

  [[nodiscard]] std::string server_version() const;

 private:
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };

  Answer checked(PGresult* result) const;
  [[noreturn]] void fail() const;

  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace bench::libpq
