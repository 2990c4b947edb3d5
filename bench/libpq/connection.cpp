#include "bench/libpq/connection.hpp"

#include <endian.h>

#include <chrono>
#include <cstring>
#include <stdexcept>

namespace bench::libpq {

namespace {

constexpr botstore::Timestamp epoch{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
constexpr int binary_results = 1;

}  // namespace

Args& Args::add(const char* value, std::size_t length, int format) noexcept {
  const auto at = static_cast<std::size_t>(size_++);
  values_[at] = value;
  lengths_[at] = static_cast<int>(length);
  formats_[at] = format;
  return *this;
}

Args& Args::number(std::int64_t value) noexcept {
  auto& bytes = numbers_[static_cast<std::size_t>(size_)];
  const auto big = htobe64(static_cast<std::uint64_t>(value));
  std::memcpy(bytes.data(), &big, sizeof big);
  return add(bytes.data(), bytes.size(), 1);
}

Args& Args::time(botstore::Timestamp value) noexcept {
  return number((value - epoch).count());
}

Array::Array(Oid type, std::size_t size, std::size_t bytes_each) {
  bytes_.reserve(20 + size * (bytes_each + 5));
  word(1);  // Dimensions.
  word(0);  // No NULLs.
  word(type);
  word(static_cast<std::uint32_t>(size));
  word(1);  // The first index.
}

void Array::word(std::uint32_t value) {
  const auto big = htobe32(value);
  std::array<char, 4> bytes{};
  std::memcpy(bytes.data(), &big, sizeof big);
  bytes_.append(bytes.data(), bytes.size());
}

void Array::text(std::string_view value) {
  word(static_cast<std::uint32_t>(value.size()));
  bytes_.append(value);
}

void Array::jsonb(std::string_view value) {
  word(static_cast<std::uint32_t>(value.size() + 1));
  bytes_.push_back(1);  // The version of the form.
  bytes_.append(value);
}

void Array::number(std::int64_t value) {
  word(8);
  word(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) >> 32));
  word(static_cast<std::uint32_t>(value));
}

std::int64_t Answer::number(int row, int column) const noexcept {
  const char* bytes = PQgetvalue(result_.get(), row, column);
  if (PQgetlength(result_.get(), row, column) == 4) {
    std::uint32_t big = 0;
    std::memcpy(&big, bytes, sizeof big);
    return static_cast<std::int32_t>(be32toh(big));
  }
  std::uint64_t big = 0;
  std::memcpy(&big, bytes, sizeof big);
  return static_cast<std::int64_t>(be64toh(big));
}

botstore::Timestamp Answer::time(int row, int column) const noexcept {
  return epoch + std::chrono::microseconds{number(row, column)};
}

std::optional<botstore::Timestamp> Answer::time_if_any(int row, int column) const noexcept {
  if (null(row, column)) return std::nullopt;
  return time(row, column);
}

Connection::Connection(const std::string& conninfo, const std::string& schema)
    : connection_{PQconnectdb(conninfo.c_str())} {
  if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
  const Args path = Args{}.text(schema);
  checked(PQexecParams(connection_.get(),
                       "select set_config('search_path', quote_ident($1), false)", path.size(),
                       nullptr, path.values(), path.lengths(), path.formats(), binary_results));
}

void Connection::execute(const char* sql) {
  checked(PQexec(connection_.get(), sql));
}

void Connection::prepare(const char* name, const char* sql) {
  checked(PQprepare(connection_.get(), name, sql, 0, nullptr));
}

Answer Connection::run(const char* name, const Args& args) {
  return checked(PQexecPrepared(connection_.get(), name, args.size(), args.values(), args.lengths(),
                                args.formats(), binary_results));
}

std::vector<Answer> Connection::pipeline(std::initializer_list<Step> steps) {
  auto* const connection = connection_.get();
  if (PQenterPipelineMode(connection) == 0) fail();
  for (const auto& [name, args] : steps)
    if (PQsendQueryPrepared(connection, name, args->size(), args->values(), args->lengths(),
                            args->formats(), binary_results) == 0)
      fail();
  if (PQpipelineSync(connection) == 0) fail();
  std::vector<Answer> answers;
  answers.reserve(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    answers.push_back(checked(PQgetResult(connection)));
    PQclear(PQgetResult(connection));  // The end of the statement's results, which is null.
  }
  checked(PQgetResult(connection));  // The end of the pipeline.
  if (PQexitPipelineMode(connection) == 0) fail();
  return answers;
}

std::string Connection::server_version() const {
  return PQparameterStatus(connection_.get(), "server_version");
}

Answer Connection::checked(PGresult* result) const {
  Answer answer{result};
  const auto status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_SYNC)
    fail();
  return answer;
}

void Connection::fail() const {
  throw std::runtime_error(PQerrorMessage(connection_.get()));
}

}  // namespace bench::libpq
