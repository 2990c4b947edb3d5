#include "backends/postgres/values/result.hpp"

#include <fmt/format.h>

#include <charconv>

#include "backends/postgres/values/binary.hpp"
#include "botstore/backend/json.hpp"
#include "botstore/error.hpp"

namespace botstore::postgres {

bool Row::is_null(int column) const {
  if (column >= PQnfields(result_)) refuse(column, "is not in the result");
  return PQgetisnull(result_, row_, column) != 0;
}

std::string_view Row::bytes(int column) const {
  const auto length = PQgetlength(result_, row_, column);
  // A NULL, or a column that is not there, has no length either.
  if (length == 0 && is_null(column)) refuse(column, "is NULL, which it must not be");
  return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(length)};
}

std::int64_t Row::integer(int column) const {
  const auto value = bytes(column);
  switch (PQftype(result_, column)) {
    case oid::int2:
      return static_cast<std::int16_t>(read_big_endian<std::uint16_t>(value.data()));
    case oid::int4:
      return static_cast<std::int32_t>(read_big_endian<std::uint32_t>(value.data()));
    case oid::int8:
      return static_cast<std::int64_t>(read_big_endian<std::uint64_t>(value.data()));
    default:
      refuse(column, "is not an integer");
  }
}

std::string_view Row::text(int column) const {
  const auto value = bytes(column);
  switch (PQftype(result_, column)) {
    case oid::text:
    case oid::varchar:
    case oid::name:
    case oid::json:
      return value;
    case oid::jsonb:
      if (!value.starts_with('\1')) refuse(column, "is jsonb of an unknown form");
      return value.substr(1);
    default:
      refuse(column, "is not a text");
  }
}

std::uint64_t Row::eight_bytes(int column, std::uint32_t type) const {
  const auto value = bytes(column);
  if (PQftype(result_, column) != type) refuse(column, "is of another type than expected");
  return read_big_endian<std::uint64_t>(value.data());
}

bool Row::boolean(int column) const {
  const auto value = bytes(column);
  if (PQftype(result_, column) != oid::boolean) refuse(column, "is not a boolean");
  return value.front() != 0;
}

double Row::Reader<double>::read(const Row& row, int column) {
  return std::bit_cast<double>(row.eight_bytes(column, oid::float8));
}

Timestamp Row::time(int column) const {
  const auto offset = static_cast<std::int64_t>(eight_bytes(column, oid::timestamptz));
  constexpr auto first = (earliest_time - postgres_epoch).count();
  constexpr auto last = (latest_time - postgres_epoch).count();
  if (offset < first || offset > last) refuse(column, "lies outside the years 1 to 9999");
  return postgres_epoch + std::chrono::microseconds{offset};
}

Json Row::json(int column) const {
  const auto type = PQftype(result_, column);
  if (type != oid::json && type != oid::jsonb) refuse(column, "is not JSON");
  return backend::adopt_json(std::string{text(column)});
}

void Row::refuse(int column, std::string_view reason) const {
  const char* name = PQfname(result_, column);
  throw Error(ErrorCode::corrupt,
              {.cause = fmt::format("the column \"{}\" of a row that was read {}",
                                    name != nullptr ? name : std::to_string(column), reason)});
}

std::int64_t Result::affected() const {
  const std::string_view count{PQcmdTuples(result_.get())};
  std::int64_t rows = 0;
  std::from_chars(count.data(), count.data() + count.size(), rows);
  return rows;
}

}  // namespace botstore::postgres
