#include "backends/sqlite/connection/connection.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "backends/sqlite/connection/errors.hpp"
#include "backends/sqlite/connection/functions.hpp"
#include "lib/random.hpp"
#include "lib/wait/wait.hpp"

namespace botstore::sqlite {

namespace {

using std::chrono::steady_clock;

/// Statements to keep on one connection. The store has some dozens, and one per shape of a filter.
constexpr std::size_t statements_kept = 128;

/// How many steps of SQLite's virtual machine pass between two looks at the limits: some
/// microseconds.
constexpr int steps_between_looks = 1'000;

/// Up to 5 milliseconds, so that processes that wait for one lock do not meet again. Children of
/// one fork must differ, so no generator keeps a state.
std::chrono::microseconds random_pause() {
  return std::chrono::microseconds{100 + detail::random_bits() % 4'900};
}

}  // namespace

Connection::Connection(const ConnectionOptions& options, Missing missing)
    : busy_timeout_{options.busy_timeout} {
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                    SQLITE_OPEN_EXRESCODE | (missing == Missing::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(options.path.c_str(), &opened, flags, nullptr);
  database_.reset(opened);  // There is one even after a failure, to ask for the reason.
  if (code != SQLITE_OK) throw error(code);
  configure(options);
}

Connection::~Connection() {
  // A statement that a user has not finalized keeps SQLite from closing, but not from this.
  roll_back();
}

void Connection::configure(const ConnectionOptions& options) {
  sqlite3_busy_handler(get(), &Connection::on_busy, this);
  sqlite3_progress_handler(get(), steps_between_looks, &Connection::is_over, this);
  add_functions(get());
  // What a hostile file could do by its schema, it may not do.
  sqlite3_db_config(get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  execute("pragma foreign_keys = on");
  execute(options.sync_on_commit ? "pragma synchronous = full" : "pragma synchronous = normal");
}

Connection::Use::Use(Connection& connection, std::string_view operation,
                     const Limits& limits) noexcept
    : connection_{connection},
      outer_operation_{std::exchange(connection.operation_, operation)},
      outer_limits_{std::exchange(connection.limits_, &limits)} {}

Connection::Use::~Use() {
  connection_.operation_ = outer_operation_;
  connection_.limits_ = outer_limits_;
}

Connection::Statements Connection::take(std::string_view sql) {
  Statements taken;
  const auto found = std::ranges::find(idle_, sql, &Statement::sql);
  if (found != idle_.end()) {
    taken.splice(taken.begin(), idle_, found);
    return taken;
  }
  auto& statement = taken.emplace_front(Statement{std::string{sql}, nullptr});
  sqlite3_stmt* prepared = nullptr;
  const int code =
      sqlite3_prepare_v3(get(), statement.sql.data(), static_cast<int>(statement.sql.size() + 1),
                         SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) throw error(code);
  statement.handle.reset(prepared);
  return taken;
}

void Connection::give_back(Statements statement) noexcept {
  auto* const handle = statement.front().handle.get();
  sqlite3_reset(handle);  // Repeats the error of the last step, which has been reported.
  sqlite3_clear_bindings(handle);
  idle_.splice(idle_.begin(), statement);
  if (idle_.size() > statements_kept) idle_.pop_back();
}

void Connection::execute(const char* sql) {
  const int code = sqlite3_exec(get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw error(code);
}

void Connection::run(std::string_view sql) {
  auto statement = take(sql);
  const int code = sqlite3_step(statement.front().handle.get());
  auto failure = code == SQLITE_DONE ? std::nullopt : std::optional{error(code)};
  give_back(std::move(statement));
  if (failure) throw Error{*failure};
}

void Connection::enter_wal_mode() {
  // SQLite does not wait for this lock by itself, since two that wait for it could wait for ever.
  for (int times = 0;; ++times) {
    const int code = sqlite3_exec(get(), "pragma journal_mode = wal", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    constexpr int primary_bits = 0xff;
    if ((code & primary_bits) != SQLITE_BUSY || !wait_for_lock(times)) throw error(code);
  }
}

void Connection::roll_back() noexcept {
  // It fails only where SQLite has rolled back already, and then there is nothing to do.
  if (in_transaction()) sqlite3_exec(get(), "rollback", nullptr, nullptr, nullptr);
}

bool Connection::in_transaction() const noexcept {
  return sqlite3_get_autocommit(get()) == 0;
}

Error Connection::error(int code) const {
  constexpr int primary_bits = 0xff;
  const int primary = code & primary_bits;
  const bool waited = primary == SQLITE_INTERRUPT || primary == SQLITE_BUSY;
  const auto end = waited ? limits_->over() : std::nullopt;
  if (end) return interruption(operation_, *end);
  return last_error(operation_, get(), code);
}

bool Connection::wait_for_lock(int times) noexcept {
  const auto now = steady_clock::now();
  if (times == 0) waiting_since_ = now;
  return now - waiting_since_ < busy_timeout_ &&
         !detail::pause_until(now + random_pause(), *limits_);
}

int Connection::on_busy(void* self, int times) noexcept {
  return static_cast<Connection*>(self)->wait_for_lock(times) ? 1 : 0;
}

int Connection::is_over(void* self) noexcept {
  return static_cast<Connection*>(self)->limits_->over() ? 1 : 0;
}

}  // namespace botstore::sqlite
