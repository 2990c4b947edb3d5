#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

class Pool;

/// A connection of a pool's, which goes back at the end: into the pool if it is clean, else to its
/// end. Keeps the pool's memory alive, not the pool open.
class PooledConnection {
 public:
  PooledConnection(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection) noexcept;
  ~PooledConnection();
  PooledConnection(PooledConnection&&) noexcept = default;
  PooledConnection& operator=(PooledConnection&&) = delete;

  [[nodiscard]] Connection& operator*() const noexcept { return *connection_; }
  [[nodiscard]] Connection* operator->() const noexcept { return connection_.get(); }

 private:
  std::shared_ptr<Pool> pool_;
  std::unique_ptr<Connection> connection_;
};

/// Connections that are made when they are needed and kept for a while. Used from many threads at
/// once. Whoever waits longest gets the next one; whoever does not wait gets the one used last.
/// Connections are made, checked and destroyed outside the lock.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  using Connect = std::function<std::unique_ptr<Connection>(
      const Limits& limits, std::chrono::steady_clock::time_point give_up)>;

  [[nodiscard]] static std::shared_ptr<Pool> make(PoolOptions options, Connect connect);
  class Key;
  Pool(const Key& key, PoolOptions options, Connect connect);  ///< For `make`.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Whether a connection is looked at before it is handed out: a system call, to see that the
  /// server has not closed it.
  enum class Look {
    always,
    unless_busy,  ///< Not at one that was in use a moment ago. For work that is repeated if need
                  ///< be.
  };

  /// Takes a connection that was clean and alive a moment ago. Throws `PoolTimeout` when none
  /// became free by `give_up`, `Timeout`, `Cancelled`, `Closed`, and what connecting throws.
  [[nodiscard]] PooledConnection acquire(const Limits& limits,
                                         std::chrono::steady_clock::time_point give_up,
                                         Look look = Look::always);

  /// Who waits gets `Closed`, idle connections are closed, those in use when they come back.
  void close() noexcept;

  /// Closes the idle connections; they are made anew when they are needed.
  void close_idle() noexcept;

  [[nodiscard]] PoolStatistics statistics() const;
  [[nodiscard]] const PoolOptions& options() const noexcept { return options_; }

 private:
  friend class PooledConnection;

  struct Idle {
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point since;
  };
  /// What a waiter gets: a connection, or the right to make one.
  struct Waiter {
    std::condition_variable wake;
    std::unique_ptr<Connection> connection;
    bool served = false;
  };

  // A place is the right to hold one of the pool's connections. It comes with the connection to
  // use, or with null to make one.
  std::unique_ptr<Connection> take_place(const Limits& limits,
                                         std::chrono::steady_clock::time_point give_up);
  std::unique_ptr<Connection> wait_for_place(const Limits& limits,
                                             std::chrono::steady_clock::time_point give_up);
  std::unique_ptr<Connection> make_connection(const Limits& limits,
                                              std::chrono::steady_clock::time_point give_up);
  void give_back(std::unique_ptr<Connection> connection) noexcept;
  void give_up_place() noexcept;
  void discard(std::unique_ptr<Connection> connection) noexcept;
  [[nodiscard]] bool expired(const Connection& connection,
                             std::chrono::steady_clock::time_point now) const noexcept;
  [[nodiscard]] bool usable(const Connection& connection, Look look) const noexcept;

  // These are called under the lock.
  std::unique_ptr<Connection> take_idle() noexcept;
  void queue(Waiter& waiter);
  void serve_next(std::unique_ptr<Connection> connection) noexcept;
  [[nodiscard]] PoolStatistics count() const noexcept;

  void close_expired(const std::stop_token& stop);

  const PoolOptions options_;
  const Connect connect_;

  mutable std::mutex mutex_;
  std::vector<Idle> idle_;  // The one used last at the end.
  std::deque<Waiter*> waiters_;
  std::size_t in_use_ = 0;
  std::uint64_t opened_ = 0;
  std::uint64_t destroyed_ = 0;
  bool closed_ = false;
  bool closer_sleeps_ = false;  // There was nothing to wait for; whoever brings something wakes it.
  std::condition_variable_any something_idle_;
  std::jthread closer_;  // Closes what has been idle for too long.
};

}  // namespace botstore::postgres
