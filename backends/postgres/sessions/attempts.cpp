#include "backends/postgres/sessions/attempts.hpp"

#include <string>
#include <utility>

#include "botstore/error.hpp"
#include "lib/wait/retry.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// In all. The pauses between them add up to half a second at the most, a third as a rule: time for
/// a server to restart or another one to take over.
constexpr int attempts = 10;

bool may_be_repeated(const Error& error) noexcept {
  if (!error.retryable()) return false;
  switch (error.code()) {
    case ErrorCode::conflict:
    case ErrorCode::connection_failed:
    case ErrorCode::too_many_connections:
      return true;
    default:
      return false;
  }
}

PooledConnection acquire(Pool& pool, std::string_view operation, const Limits& limits,
                         steady_clock::time_point give_up, Pool::Look look) {
  try {
    return pool.acquire(limits, give_up, look);
  } catch (const Error& error) {
    auto details = error.details();
    details.context = operation;
    throw Error(error.code(), std::move(details));
  }
}

}  // namespace

void with_pooled_connection(Pool& pool, std::string_view operation, const Limits& limits,
                            const std::function<void(PooledConnection connection)>& work,
                            Pool::Look look) {
  auto give_up = steady_clock::now() + pool.options().acquire_timeout;
  bool connected = false;
  const auto again = [&](const Error& error) {
    if (!may_be_repeated(error)) return false;
    if (std::exchange(connected, false))
      give_up = steady_clock::now() + pool.options().acquire_timeout;
    return steady_clock::now() < give_up;
  };
  detail::retry(attempts, limits, again, [&] {
    auto connection = acquire(pool, operation, limits, give_up, look);
    connected = true;
    work(std::move(connection));
  });
}

}  // namespace botstore::postgres
