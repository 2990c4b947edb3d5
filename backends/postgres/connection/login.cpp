#include "backends/postgres/connection/login.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backends/postgres/connection/errors.hpp"
#include "backends/postgres/connection/password_file.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

constexpr int oldest_version = 140000;

/// Keeps OpenSSL from cleaning up when the program ends, if that is what libpq uses. A user's
/// global object may have a store and be destroyed later: it could neither connect nor speak TLS
/// then. Only the first use of OpenSSL in a process can say so, hence this one, when the library is
/// loaded.
bool keep_openssl() noexcept {
  constexpr std::uint64_t no_atexit = 0x00080000;  // OPENSSL_INIT_NO_ATEXIT
  using Initialise = int (*)(std::uint64_t options, const void* settings);
  const auto initialise = reinterpret_cast<Initialise>(dlsym(RTLD_DEFAULT, "OPENSSL_init_crypto"));
  return initialise != nullptr && initialise(no_atexit, nullptr) != 0;
}

[[maybe_unused]] const bool openssl_is_kept = keep_openssl();

Handle start(const Keywords& keywords) {
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : keywords) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Handle attempt{PQconnectStartParams(names.data(), values.data(), 0)};
  if (!attempt) throw std::bad_alloc{};
  silence(attempt.get());
  PQsetErrorVerbosity(attempt.get(), PQERRORS_VERBOSE);
  return attempt;
}

/// Drives an attempt until it is over one way or the other; or returns what ended a wait before.
std::optional<End> finish(PGconn* connection, const Limits& limits) {
  Waker waker;
  Waiting waiting{waker, limits};
  // libpq wants the first wait to be for writing.
  auto next = PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
    const auto what = next == PGRES_POLLING_READING ? Waiting::For::reading : Waiting::For::writing;
    if (const auto end = waiting.wait(PQsocket(connection), what)) return end;
    next = PQconnectPoll(connection);
  }
  return std::nullopt;
}

void require_utf8(const PGconn* connection, const char* parameter) {
  const char* value = PQparameterStatus(connection, parameter);
  const std::string_view encoding = value != nullptr ? value : "unknown";
  // A pooler may report what its own client said.
  if (encoding == "UTF8" || encoding == "UTF-8" || encoding == "utf8" || encoding == "utf-8")
    return;
  throw Error(ErrorCode::unsupported,
              {.context = "connect",
               .cause = fmt::format("the {} of the database is {}, not UTF8", parameter, encoding),
               .hint = "Create the database with ENCODING 'UTF8' TEMPLATE template0."});
}

void require_version(const PGconn* connection) {
  const int version = PQserverVersion(connection);
  if (version >= oldest_version) return;
  throw Error(ErrorCode::unsupported,
              {.context = "connect",
               .cause = fmt::format("the server is PostgreSQL {}", version / 10'000),
               .hint = fmt::format("PostgreSQL {} or newer is needed.", oldest_version / 10'000)});
}

Error no_answer(const PGconn* connection) {
  const char* host = PQhost(connection);
  return {ErrorCode::connection_failed,
          {.context = "connect",
           .cause = fmt::format("the server at \"{}\" did not answer in time",
                                host != nullptr ? host : ""),
           .hint = "Check host and port, and that no firewall lies in between.",
           .retryable = true}};
}

Handle connect_to(const Keywords& keywords, const Limits& limits, steady_clock::time_point until) {
  auto attempt = start(keywords);
  const auto host_limits = limits.until(until);
  if (finish(attempt.get(), host_limits)) {
    if (const auto end = limits.over()) throw interruption("connect", *end);
    throw no_answer(attempt.get());
  }
  if (PQstatus(attempt.get()) != CONNECTION_OK) throw connect_error(attempt.get());
  return attempt;
}

/// The same, with what libpq would print of the password file in the error.
Handle connect_in_silence(const Keywords& keywords, const Limits& limits,
                          steady_clock::time_point until) {
  const auto refused_file = refused_password_file(keywords);
  if (!refused_file) return connect_to(keywords, limits, until);
  try {
    return connect_to(without_password_file(keywords), limits, until);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::authentication_failed) throw;
    auto details = error.details();
    details.hint =
        fmt::format("The password file was not used, since others may read it; run: chmod 600 {}",
                    *refused_file);
    throw Error(error.code(), std::move(details));
  }
}

}  // namespace

std::unique_ptr<Connection> log_in(const Keywords& target, const Limits& limits,
                                   steady_clock::time_point until,
                                   std::shared_ptr<Preparing> preparing) {
  auto connection = connect_in_silence(target, limits, until);
  require_version(connection.get());
  require_utf8(connection.get(), "server_encoding");
  require_utf8(connection.get(), "client_encoding");
  return std::make_unique<Connection>(std::move(connection), std::move(preparing));
}

}  // namespace botstore::postgres
