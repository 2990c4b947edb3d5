#include "backends/postgres/sessions/session.hpp"

#include <optional>

#include "botstore/error.hpp"

namespace botstore::postgres {

namespace {

/// Each has lost its answer after it was sent: a server that goes on doing that is no help.
constexpr int attempts = 3;

/// Whether an error says how things stand, whatever became of the tries before.
bool is_verdict(const Error& error) noexcept {
  switch (error.code()) {
    case ErrorCode::not_found:
    case ErrorCode::already_exists:
    case ErrorCode::conflict:
      return !error.retryable();
    default:
      return false;
  }
}

/// A server does not wait for its standby where a commit has changed nothing, and a save that finds
/// its own work changes nothing. With this, which leaves nothing behind but a line in the server's
/// write-ahead log, the commit waits until the standby has it and all that came before.
constexpr const char* change_something =
    "select pg_catalog.pg_logical_emit_message(true, 'botstore', '')";

Results write_again(Session& session, std::string_view operation, Batch batch,
                    const CallOptions& call) {
  batch.add(change_something);
  auto results = session.write(operation, batch, call);
  results.pop_back();
  return results;
}

}  // namespace

Saved Session::save(std::string_view operation, const Batch& batch, const CallOptions& call) {
  std::optional<Error> lost;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    try {
      if (lost) return {write_again(*this, operation, batch, call), true};
      return {write(operation, batch, call)};
    } catch (const Error& error) {
      if (error.code() == ErrorCode::outcome_unknown)
        lost = error;
      else if (!lost || is_verdict(error))
        throw;
      else
        break;
    }
  }
  throw Error{*lost};
}

}  // namespace botstore::postgres
