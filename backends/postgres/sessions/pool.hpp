#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"
#include "backends/postgres/sessions/connectors.hpp"
#include "botstore/error.hpp"
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
/// once. Whoever waits longest gets the next one, a new or a freed one; whoever does not wait gets
/// the one used last. Connections are made, checked and destroyed outside the lock.
///
/// They are made on threads of the pool's, few at once, and not for the caller who waits: an
/// attempt goes on when that one does not wait any more. Where no more are to be had, the pool
/// lives with those that it has, and tries again from time to time while somebody waits.
class Pool : public std::enable_shared_from_this<Pool> {
 public:
  /// Makes a connection by `give_up`, or throws.
  using Connect = std::function<std::unique_ptr<Connection>(
      const Limits& limits, std::chrono::steady_clock::time_point give_up)>;

  /// `server` names what is connected to, for errors.
  [[nodiscard]] static std::shared_ptr<Pool> make(PoolOptions options, Connect connect,
                                                  std::string server = "the server");
  class Key;
  Pool(const Key& key, PoolOptions options, Connect connect, std::string server);  ///< For `make`.
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

  /// Takes a connection that was clean and alive a moment ago. If there is none by `give_up`:
  /// throws what keeps the pool from making one, else `PoolTimeout`. Does not wait for a server
  /// that refuses, unless the pool has connections or the server has too many. Throws `Timeout`,
  /// `Cancelled` and `Closed`.
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
  /// What a waiter gets: a connection or an error.
  struct Waiter {
    std::condition_variable wake;
    std::unique_ptr<Connection> connection{};
    std::optional<Error> error{};

    [[nodiscard]] bool served() const noexcept { return connection || error; }
  };
  /// What the last attempts came to, until one succeeds.
  struct Refused {
    std::optional<Error> error{};
    int times = 0;
    std::chrono::steady_clock::time_point last{};
  };

  std::unique_ptr<Connection> take(const Limits& limits,
                                   std::chrono::steady_clock::time_point give_up);
  std::unique_ptr<Connection> wait_for_connection(const Limits& limits,
                                                  std::chrono::steady_clock::time_point give_up);
  void give_back(std::unique_ptr<Connection> connection) noexcept;
  void drop(std::unique_ptr<Connection> connection) noexcept;
  void discard(std::unique_ptr<Connection> connection) noexcept;
  [[nodiscard]] bool expired(const Connection& connection,
                             std::chrono::steady_clock::time_point now) const noexcept;
  [[nodiscard]] bool usable(const Connection& connection, Look look) const noexcept;

  void connect_while_wanted(const std::stop_token& stop);
  std::unique_ptr<Connection> make_connection(const std::stop_token& stop, bool is_further);

  // These are called under the lock.
  std::unique_ptr<Connection> take_idle() noexcept;
  void wait(std::unique_lock<std::mutex>& lock, Waiter& waiter, const Limits& limits,
            std::chrono::steady_clock::time_point until);
  void serve_next(std::unique_ptr<Connection> connection) noexcept;
  void keep(std::unique_ptr<Connection> connection) noexcept;
  void grow() noexcept;
  void note_made(std::unique_ptr<Connection> connection) noexcept;
  void note_refusal(const Error& error) noexcept;
  [[nodiscard]] bool wants_connection() const noexcept;
  [[nodiscard]] std::chrono::steady_clock::time_point pause_ends() const noexcept;
  [[nodiscard]] std::chrono::steady_clock::time_point next_attempt() const noexcept;
  [[nodiscard]] std::size_t live() const noexcept { return in_use_ + idle_.size(); }
  [[nodiscard]] Error out_of_time(const Limits& limits,
                                  std::chrono::steady_clock::time_point give_up,
                                  const PoolStatistics& then) const;
  [[nodiscard]] PoolStatistics count() const noexcept;

  void close_expired(const std::stop_token& stop);

  const PoolOptions options_;
  const Connect connect_;
  const std::string server_;

  mutable std::mutex mutex_;
  std::vector<Idle> idle_;  // The one used last at the end.
  std::deque<Waiter*> waiters_;
  std::size_t in_use_ = 0;
  std::size_t making_ = 0;
  Refused refused_;
  std::uint64_t opened_ = 0;
  std::uint64_t destroyed_ = 0;
  bool closed_ = false;
  bool closer_sleeps_ = false;  // There was nothing to wait for; whoever brings something wakes it.
  std::condition_variable_any something_idle_;
  std::jthread closer_;  // Closes what has been idle for too long.
  Connectors connectors_;
};

}  // namespace botstore::postgres
