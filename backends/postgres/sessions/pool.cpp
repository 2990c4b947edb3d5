#include "backends/postgres/sessions/pool.hpp"

#include <algorithm>
#include <utility>

#include "botstore/error.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// How long a connection that was in use is taken to be as it was. Short: of those that a server's
/// restart has closed, few are used without a look.
constexpr std::chrono::milliseconds a_moment{1};

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

std::shared_ptr<Pool> Pool::make(PoolOptions options, Connect connect, std::string server) {
  return std::make_shared<Pool>(Key{}, options, std::move(connect), std::move(server));
}

Pool::Pool(const Key&, PoolOptions options, Connect connect, std::string server)
    : options_{options},
      connect_{std::move(connect)},
      server_{std::move(server)},
      connectors_{[this](const std::stop_token& stop) { connect_while_wanted(stop); }} {
  idle_.reserve(options_.max_connections);
  closer_ = std::jthread{[this](const std::stop_token& stop) { close_expired(stop); }};
}

Pool::~Pool() {
  close();
}

PooledConnection Pool::acquire(const Limits& limits, steady_clock::time_point give_up, Look look) {
  for (;;) {
    auto connection = take(limits, give_up);
    if (usable(*connection, look)) return {shared_from_this(), std::move(connection)};
    drop(std::move(connection));
  }
}

void Pool::discard(std::unique_ptr<Connection> connection) noexcept {
  connection.reset();
  const std::lock_guard lock{mutex_};
  ++destroyed_;
}

std::unique_ptr<Connection> Pool::take(const Limits& limits, steady_clock::time_point give_up) {
  {
    const std::lock_guard lock{mutex_};
    if (closed_) throw closed();
    if (auto connection = take_idle()) return connection;
  }
  return wait_for_connection(limits, give_up);
}

/// One that is not kept for somebody who waits already.
std::unique_ptr<Connection> Pool::take_idle() noexcept {
  if (idle_.empty() || !waiters_.empty()) return nullptr;
  auto connection = std::move(idle_.back().connection);
  idle_.pop_back();
  ++in_use_;
  return connection;
}

std::unique_ptr<Connection> Pool::wait_for_connection(const Limits& limits,
                                                      steady_clock::time_point give_up) {
  Waiter waiter;
  // They run on the thread that asks to stop, and must not be made or undone under the lock.
  const auto rouse = [&] {
    const std::lock_guard lock{mutex_};
    waiter.wake.notify_one();
  };
  const detail::OnStop on_stop{limits, rouse};

  std::unique_lock lock{mutex_};
  // One may have come since the look.
  if (auto connection = take_idle()) return connection;
  waiters_.push_back(&waiter);
  wait(lock, waiter, limits, limits.until(give_up).deadline.value_or(give_up));
  if (waiter.connection) return std::move(waiter.connection);
  if (waiter.error) throw Error{*waiter.error};
  const auto then = count();
  std::erase(waiters_, &waiter);
  if (closed_) throw closed();
  if (const auto end = limits.over(); end && *end != End::deadline)
    throw interruption("connect", *end);
  throw out_of_time(limits, give_up, then);
}

void Pool::wait(std::unique_lock<std::mutex>& lock, Waiter& waiter, const Limits& limits,
                steady_clock::time_point until) {
  const auto over = [&] { return waiter.served() || closed_ || limits.over(); };
  while (!over() && steady_clock::now() < until) {
    grow();
    waiter.wake.wait_until(lock, std::min(until, next_attempt()), over);
  }
}

void Pool::serve_next(std::unique_ptr<Connection> connection) noexcept {
  auto& waiter = *waiters_.front();
  waiters_.pop_front();
  waiter.connection = std::move(connection);
  waiter.wake.notify_one();
}

void Pool::keep(std::unique_ptr<Connection> connection) noexcept {
  const auto now = steady_clock::now();
  connection->note_use(now);
  idle_.push_back({.connection = std::move(connection), .since = now});
  if (std::exchange(closer_sleeps_, false)) something_idle_.notify_one();
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
  connection->reset_session();
  const auto now = steady_clock::now();
  connection->note_use(now);
  if (!connection->clean() || expired(*connection, now)) return drop(std::move(connection));
  {
    const std::lock_guard lock{mutex_};
    if (!closed_ && !waiters_.empty()) return serve_next(std::move(connection));
    --in_use_;
    if (!closed_) return keep(std::move(connection));
  }
  discard(std::move(connection));
}

/// Gives one up that was in use: another may be made in its place.
void Pool::drop(std::unique_ptr<Connection> connection) noexcept {
  discard(std::move(connection));
  const std::lock_guard lock{mutex_};
  --in_use_;
  grow();
}

bool Pool::expired(const Connection& connection, steady_clock::time_point now) const noexcept {
  return now - connection.made_at() >= options_.max_lifetime;
}

bool Pool::usable(const Connection& connection, Look look) const noexcept {
  const auto now = steady_clock::now();
  const bool is_new = connection.used_at() == steady_clock::time_point{};
  if (is_new) return true;
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
  connectors_.stop();
  close_idle();  // What an attempt has made meanwhile.
}

void Pool::close_idle() noexcept {
  for (;;) {
    std::unique_lock lock{mutex_};
    if (idle_.empty()) return;
    auto connection = std::move(idle_.back().connection);
    idle_.pop_back();
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
          .in_use = in_use_ + making_,
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
