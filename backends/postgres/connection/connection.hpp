#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "backends/postgres/connection/prepared.hpp"
#include "backends/postgres/connection/wait.hpp"

namespace botstore::postgres {

struct FinishConnection {
  void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, FinishConnection>;

/// What a server says beside its answers is printed on the standard error by libpq itself, but for
/// this.
void silence(PGconn* connection) noexcept;

/// The last that a server said before it closed a connection.
struct LastWords {
  std::string text{};  ///< Empty if it said nothing.
  std::string sqlstate{};
};

/// One connection to a server, in libpq's non-blocking mode, used by one thread at a time.
///
/// It is clean, in a transaction, or broken. A broken one is good for nothing but destruction; this
/// is decided once, by whoever cannot tell any more what the server will answer next.
class Connection {
 public:
  /// Takes a connection that has just been made, and silenced.
  Connection(Handle connection, std::shared_ptr<Preparing> preparing);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] PGconn* get() const noexcept { return connection_.get(); }
  [[nodiscard]] int socket() const noexcept { return PQsocket(get()); }
  [[nodiscard]] Waker& waker() noexcept { return waker_; }

  /// Whether statements are prepared. Not while the user has the connection too, and may deallocate
  /// them.
  [[nodiscard]] bool prepares() const noexcept { return preparing_->on() && !lent_; }
  [[nodiscard]] Preparing& preparing() const noexcept { return *preparing_; }
  [[nodiscard]] PreparedStatements& prepared() noexcept { return prepared_; }

  void mark_broken() noexcept { broken_ = true; }
  [[nodiscard]] bool broken() const noexcept;

  /// True inside a transaction, a failed one included.
  [[nodiscard]] bool in_transaction() const noexcept;

  /// True outside any transaction, pipeline and result.
  [[nodiscard]] bool clean() const noexcept;

  /// True if the server has neither closed an idle connection nor said anything on it.
  [[nodiscard]] bool silent() const noexcept;

  /// Hands the connection to the user, in blocking mode. A notice processor that the user sets gets
  /// the server's notices while the user has the connection.
  [[nodiscard]] PGconn* lend() noexcept;
  /// Back in the backend's own mode. The session may still bear what the user did.
  void take_back() noexcept;
  [[nodiscard]] bool was_lent() const noexcept { return lent_; }

  /// Makes a clean connection that was lent as good as new, or broken.
  void reset_session() noexcept;

  /// True if the server has warned, since `expect_commit`, that a commit is not as durable as was
  /// asked for.
  [[nodiscard]] bool commit_in_doubt() const noexcept { return commit_in_doubt_; }
  void expect_commit() noexcept { commit_in_doubt_ = false; }

  [[nodiscard]] const LastWords& last_words() const noexcept { return last_words_; }

  [[nodiscard]] std::chrono::steady_clock::time_point made_at() const noexcept { return made_at_; }

  /// When somebody gave it back to the pool.
  void note_use(std::chrono::steady_clock::time_point now) noexcept { used_at_ = now; }
  [[nodiscard]] std::chrono::steady_clock::time_point used_at() const noexcept { return used_at_; }

 private:
  static void receive_notice(void* self, const PGresult* notice) noexcept;
  void take_control() noexcept;

  Handle connection_;
  PQnoticeReceiver default_receiver_;  // libpq's own, which calls the notice processor.
  Waker waker_;
  std::shared_ptr<Preparing> preparing_;
  PreparedStatements prepared_;
  std::chrono::steady_clock::time_point made_at_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point used_at_{};
  bool broken_ = false;
  bool lent_ = false;
  bool commit_in_doubt_ = false;
  LastWords last_words_;
};

}  // namespace botstore::postgres
