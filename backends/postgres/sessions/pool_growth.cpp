#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/sessions/pool.hpp"
#include "lib/process/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// How many connections are made at once. More make each other, and the server, slow: a start of
/// many threads would cost some of them their time.
constexpr std::size_t most_at_once = 4;

/// How long an attempt may take at least, be the callers' times as short as they like.
constexpr std::chrono::seconds attempt_time{10};

// Between two attempts at a server that refuses more. Whoever has no connection at all asks often.
constexpr std::chrono::milliseconds first_pause{50};
constexpr std::chrono::milliseconds longest_pause{2'000};
constexpr std::chrono::milliseconds longest_pause_without{200};

Error pool_timeout(const PoolOptions& options, const PoolStatistics& then) {
  return {ErrorCode::pool_timeout,
          {.context = "connect",
           .cause = fmt::format("none of the pool's connections became free within {} ms ({} of {} "
                                "in use, {} idle, {} callers waiting)",
                                options.acquire_timeout.count(), then.in_use, then.max_connections,
                                then.idle, then.waiting),
           .hint = "Raise max_connections, or look for calls that hold connections for long.",
           .retryable = true}};
}

Error no_answer(const std::string& server) {
  return {ErrorCode::connection_failed,
          {.context = "connect",
           .cause = fmt::format("{} did not answer in time", server),
           .hint = "Check host and port, and that no firewall lies in between.",
           .retryable = true}};
}

Error no_means(const char* reason) {
  return {ErrorCode::connection_failed,
          {.context = "connect",
           .cause = fmt::format("the process has no means for it: {}", reason),
           .retryable = true}};
}

/// Throws if the server does not answer on the connection. A pooler in session mode takes more
/// connections than it has sessions: on what is too much it is silent.
void require_answer(Connection& connection, const Limits& limits) {
  static constinit detail::NeverDestroyed<Batch> question;
  try {
    static_cast<void>(run_batch(connection, "connect",
                                question.get([] { return Batch{"select 1"}; }), Framing::read,
                                limits));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::timeout) throw;
    throw Error(ErrorCode::too_many_connections,
                {.context = "connect",
                 .cause = "a further connection was taken, and not answered in time",
                 .hint = "A pooler in session mode may have fewer sessions than the pool has "
                         "connections: lower max_connections.",
                 .retryable = true});
  }
}

}  // namespace

/// Runs on a thread of its own, which `grow` has started for one attempt.
void Pool::connect_while_wanted(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  for (;;) {
    const bool is_further = live() + making_ > 1;
    lock.unlock();
    std::unique_ptr<Connection> connection;
    std::optional<Error> failure;
    try {
      connection = make_connection(stop, is_further);
    } catch (const Error& error) {
      failure = error;
    } catch (const std::exception& error) {
      failure = no_means(error.what());
    }
    lock.lock();
    --making_;
    if (failure)
      note_refusal(*failure);
    else
      note_made(std::move(connection));
    if (!wants_connection()) return;
    ++making_;
  }
}

std::unique_ptr<Connection> Pool::make_connection(const std::stop_token& stop, bool is_further) {
  const auto now = steady_clock::now();
  const Limits limits{.stop = stop};
  auto connection = connect_(
      limits, now + std::max<steady_clock::duration>(options_.acquire_timeout, attempt_time));
  if (is_further)
    require_answer(*connection, limits.until(steady_clock::now() + options_.acquire_timeout));
  return connection;
}

void Pool::note_made(std::unique_ptr<Connection> connection) noexcept {
  ++opened_;
  refused_ = {};
  if (waiters_.empty()) return keep(std::move(connection));
  ++in_use_;
  serve_next(std::move(connection));
}

void Pool::note_refusal(const Error& error) noexcept {
  if (closed_) return;
  refused_.error = error;
  refused_.last = steady_clock::now();
  ++refused_.times;
  const bool hopeless = live() == 0 && error.code() != ErrorCode::too_many_connections;
  for (auto* waiter : waiters_) {
    if (hopeless) waiter->error = error;
    waiter->wake.notify_one();  // To try again in time.
  }
  if (hopeless) waiters_.clear();
}

void Pool::grow() noexcept {
  while (wants_connection()) {
    ++making_;
    try {
      connectors_.start();
    } catch (const std::exception& error) {
      --making_;
      note_refusal(no_means(error.what()));
    }
  }
}

bool Pool::wants_connection() const noexcept {
  const auto at_once = refused_.times > 0 ? 1 : most_at_once;
  return !closed_ && waiters_.size() > making_ && making_ < at_once &&
         live() + making_ < options_.max_connections && steady_clock::now() >= pause_ends();
}

/// When the server may be asked again for more.
steady_clock::time_point Pool::pause_ends() const noexcept {
  if (!refused_.error) return {};
  const bool has_some = live() > 0;
  if (!has_some && refused_.error->code() != ErrorCode::too_many_connections) return {};
  const auto pause = first_pause * (1 << std::min(refused_.times - 1, 8));
  return refused_.last + std::min(pause, has_some ? longest_pause : longest_pause_without);
}

/// When somebody who waits has to look whether to ask again.
steady_clock::time_point Pool::next_attempt() const noexcept {
  const bool nothing_to_begin = making_ > 0 || live() >= options_.max_connections;
  return nothing_to_begin ? steady_clock::time_point::max() : pause_ends();
}

Error Pool::out_of_time(const Limits& limits, steady_clock::time_point give_up,
                        const PoolStatistics& then) const {
  if (limits.deadline && *limits.deadline <= give_up) {
    auto error = interruption("connect", End::deadline);
    if (!refused_.error) return error;
    auto details = error.details();
    details.cause += fmt::format("; meanwhile: {}", refused_.error->details().cause);
    return {error.code(), std::move(details)};
  }
  if (refused_.error) return *refused_.error;
  if (live() == 0) return no_answer(server_);
  return pool_timeout(options_, then);
}

}  // namespace botstore::postgres
