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

}  // namespace

Saved Session::save(std::string_view operation, const Batch& batch, const CallOptions& call) {
  std::optional<Error> lost;
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    try {
      return {write(operation, batch, call), lost.has_value()};
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
