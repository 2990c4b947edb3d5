#include "backends/postgres/sessions/pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "botstore/error.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// How long a connection that was in use is taken to be as it was. Short: of those that a server's
/// restart has closed, few are used without a look.
constexpr std::chrono::milliseconds a_moment{1};

Error pool_timeout(const PoolOptions& options, const PoolStatistics& now) {
  return {ErrorCode::pool_timeout,
          {.context = "connect",
           .cause = fmt::format("none of the pool's connections became free within {} ms ({} of {} "
                                "in use, {} idle, {} callers waiting)",
                                options.acquire_timeout.count(), now.in_use, now.max_connections,
                                now.idle, now.waiting),
           .hint = "Raise max_connections, or look for calls that hold connections for long.",
           .retryable = true}};
}

Error closed() {
  return {ErrorCode::closed, {.context = "connect", .cause = "the store is closed"}};
}

}  // namespace

PooledConnection::PooledConnection(std::shared_ptr<Pool> pool,
                                   std::unique_ptr<Connection> connection) noexcept
    : pool_{std::move(pool)}, connection_{std::move(connection)} {}

PooledConnection::~PooledConnection() {
  if (connection_) pool_->give_back(std::move(connection_));
}

/// Only `make` has one, so that every pool is shared.
class Pool::Key {};

std::shared_ptr<Pool> Pool::make(PoolOptions options, Connect connect) {
  return std::make_shared<Pool>(Key{}, options, std::move(connect));
}

Pool::Pool(const Key&, PoolOptions options, Connect connect)
    : options_{options}, connect_{std::move(connect)} {
  idle_.reserve(options_.max_connections);
  closer_ = std::jthread{[this](const std::stop_token& stop) { close_expired(stop); }};
}

Pool::~Pool() {
  close();
}

PooledConnection Pool::acquire(const Limits& limits, steady_clock::time_point give_up, Look look) {
  auto connection = take_place(limits, give_up);
  try {
    if (connection && !usable(*connection, look)) discard(std::move(connection));
    if (!connection) connection = make_connection(limits, give_up);
  } catch (...) {
    give_up_place();
    throw;
  }
  return {shared_from_this(), std::move(connection)};
}

std::unique_ptr<Connection> Pool::make_connection(const Limits& limits,
                                                  steady_clock::time_point give_up) {
  auto connection = connect_(limits, give_up);
  const std::lock_guard lock{mutex_};
  ++opened_;
  return connection;
}

void Pool::discard(std::unique_ptr<Connection> connection) noexcept {
  connection.reset();
  const std::lock_guard lock{mutex_};
  ++destroyed_;
}

std::unique_ptr<Connection> Pool::take_place(const Limits& limits,
                                             steady_clock::time_point give_up) {
  {
    const std::lock_guard lock{mutex_};
    if (closed_) throw closed();
    if (waiters_.empty() && in_use_ < options_.max_connections) {
      ++in_use_;
      return take_idle();
    }
  }
  return wait_for_place(limits, give_up);
}

std::unique_ptr<Connection> Pool::take_idle() noexcept {
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back().connection);
  idle_.pop_back();
  return connection;
}

std::unique_ptr<Connection> Pool::wait_for_place(const Limits& limits,
                                                 steady_clock::time_point give_up) {
  Waiter waiter;
  detail::BoundedWait turn{mutex_, waiter.wake, limits.until(give_up)};
  std::unique_lock lock{mutex_};
  queue(waiter);
  static_cast<void>(turn.until(lock, [&] { return waiter.served || closed_; }));
  if (waiter.served) return std::move(waiter.connection);
  const auto before = count();
  std::erase(waiters_, &waiter);
  if (closed_) throw closed();
  if (const auto end = limits.over()) throw interruption("connect", *end);
  throw pool_timeout(options_, before);
}

void Pool::queue(Waiter& waiter) {
  // A place may have become free since the look at it.
  waiters_.push_back(&waiter);
  if (waiters_.size() == 1 && in_use_ < options_.max_connections) {
    ++in_use_;
    serve_next(take_idle());
  }
}

void Pool::serve_next(std::unique_ptr<Connection> connection) noexcept {
  auto& waiter = *waiters_.front();
  waiters_.pop_front();
  waiter.connection = std::move(connection);
  waiter.served = true;
  waiter.wake.notify_one();
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
  connection->reset_session();
  const auto now = steady_clock::now();
  connection->note_use(now);
  const bool keep = connection->clean() && !expired(*connection, now);
  if (!keep) discard(std::move(connection));
  {
    const std::lock_guard lock{mutex_};
    if (!closed_ && !waiters_.empty()) return serve_next(std::move(connection));
    --in_use_;
    if (!connection) return;
    if (!closed_) {
      idle_.push_back({.connection = std::move(connection), .since = now});
      if (std::exchange(closer_sleeps_, false)) something_idle_.notify_one();
      return;
    }
  }
  discard(std::move(connection));
}

void Pool::give_up_place() noexcept {
  const std::lock_guard lock{mutex_};
  if (!closed_ && !waiters_.empty()) return serve_next(nullptr);
  --in_use_;
}

bool Pool::expired(const Connection& connection, steady_clock::time_point now) const noexcept {
  return now - connection.made_at() >= options_.max_lifetime;
}

bool Pool::usable(const Connection& connection, Look look) const noexcept {
  const auto now = steady_clock::now();
  if (expired(connection, now)) return false;
  const bool is_busy = now - connection.used_at() < a_moment;
  return (look == Look::unless_busy && is_busy) || connection.silent();
}

void Pool::close() noexcept {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
    for (auto* waiter : waiters_) waiter->wake.notify_one();
  }
  close_idle();
  closer_.request_stop();
}

void Pool::close_idle() noexcept {
  for (;;) {
    std::unique_lock lock{mutex_};
    auto connection = take_idle();
    if (!connection) return;
    lock.unlock();
    discard(std::move(connection));
  }
}

PoolStatistics Pool::statistics() const {
  const std::lock_guard lock{mutex_};
  return count();
}

PoolStatistics Pool::count() const noexcept {
  return {.max_connections = options_.max_connections,
          .idle = idle_.size(),
          .in_use = in_use_,
          .waiting = waiters_.size(),
          .opened = opened_,
          .destroyed = destroyed_};
}

void Pool::close_expired(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  while (!stop.stop_requested()) {
    if (idle_.empty()) {
      closer_sleeps_ = true;
      something_idle_.wait(lock, stop, [this] { return !closer_sleeps_; });
      continue;
    }
    const auto due = idle_.front().since + options_.idle_timeout;
    if (steady_clock::now() < due) {
      // Whoever takes it before makes this wake too early, never too late.
      something_idle_.wait_until(lock, stop, due, [] { return false; });
      continue;
    }
    auto oldest = std::move(idle_.front().connection);
    idle_.erase(idle_.begin());
    lock.unlock();
    discard(std::move(oldest));
    lock.lock();
  }
}

}  // namespace botstore::postgres
