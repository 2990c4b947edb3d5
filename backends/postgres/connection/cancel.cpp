#include "backends/postgres/connection/cancel.hpp"

#include <libpq-fe.h>

#include <memory>

#ifndef LIBPQ_HAS_ASYNC_CANCEL
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#endif

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

#ifdef LIBPQ_HAS_ASYNC_CANCEL

struct Finish {
  void operator()(PGcancelConn* request) const noexcept { PQcancelFinish(request); }
};

bool deliver(PGconn* connection, steady_clock::time_point until) {
  const std::unique_ptr<PGcancelConn, Finish> request{PQcancelCreate(connection)};
  if (!request || PQcancelStart(request.get()) == 0) return false;
  Waker waker;
  const Limits limits{.deadline = until};
  Waiting waiting{waker, limits};
  auto next = PGRES_POLLING_WRITING;
  while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
    const auto what = next == PGRES_POLLING_READING ? Waiting::For::reading : Waiting::For::writing;
    if (waiting.wait(PQcancelSocket(request.get()), what)) return false;
    next = PQcancelPoll(request.get());
  }
  return next == PGRES_POLLING_OK;
}

#else

// Before version 17 libpq's only way blocks until the server has closed the second connection: for
// ever, if the server is frozen. It then blocks a thread of its own, which owns all that it needs.

struct Free {
  void operator()(PGcancel* request) const noexcept { PQfreeCancel(request); }
};
using Request = std::unique_ptr<PGcancel, Free>;

/// How many frozen requests there may be before no more are made.
constexpr int most_at_once = 16;
std::atomic<int> at_once = 0;

struct Delivery {
  std::mutex mutex;
  std::condition_variable over;
  bool done = false;
  bool taken = false;
};

void deliver_blocking(const Request& request, Delivery& delivery) {
  std::array<char, 256> reason{};
  const bool taken = PQcancel(request.get(), reason.data(), static_cast<int>(reason.size())) != 0;
  --at_once;
  const std::lock_guard lock{delivery.mutex};
  delivery.done = true;
  delivery.taken = taken;
  delivery.over.notify_one();
}

bool deliver(PGconn* connection, steady_clock::time_point until) {
  Request request{PQgetCancel(connection)};
  if (!request) return false;
  const auto delivery = std::make_shared<Delivery>();
  if (++at_once > most_at_once) {
    --at_once;
    return false;
  }
  try {
    std::thread{[request = std::move(request), delivery] {
      deliver_blocking(request, *delivery);
    }}.detach();
  } catch (...) {
    --at_once;
    throw;
  }
  detail::BoundedWait wait{delivery->mutex, delivery->over, {.deadline = until}};
  std::unique_lock lock{delivery->mutex};
  return !wait.until(lock, [&] { return delivery->done; }) && delivery->taken;
}

#endif

}  // namespace

bool request_cancel(Connection& connection, steady_clock::time_point until) noexcept {
  try {
    return deliver(connection.get(), until);
  } catch (...) {
    return false;  // No memory, thread or descriptor: the connection is given up instead.
  }
}

}  // namespace botstore::postgres
