#pragma once

#include <string_view>

#include "backends/postgres/values/batch.hpp"
#include "botstore/call_options.hpp"

namespace botstore::postgres {

/// What a save returned.
struct Saved {
  Results results;
  bool repeated = false;  ///< The answer to the first try was lost: it may have been done.
};

/// Where the functions of the domains run their statements: a store, or a running transaction.
///
///     Batch batch{sql.get_thread, Params{id}};
///     const Result found = session.read_one("get_thread", batch, call);
///
/// Errors bear `operation` as their context, and the SQLSTATE where the server refused a statement.
class Session {
 public:
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Runs statements that change nothing, in one round trip. Of a store: alone, and again after a
  /// lost connection, a serialization failure or a deadlock. Never throws `OutcomeUnknown`.
  virtual Results read(std::string_view operation, const Batch& batch, const CallOptions& call) = 0;

  /// Runs statements that change something, all or none, in one round trip. Of a store: a single
  /// statement alone, several between BEGIN and COMMIT; committed when it returns, not done when it
  /// throws, and `OutcomeUnknown` when nobody can tell. Repeated only where it was certainly not
  /// done: after a connection that was lost or refused before the commit, a serialization failure,
  /// a deadlock.
  virtual Results write(std::string_view operation, const Batch& batch,
                        const CallOptions& call) = 0;

  /// Like write, for statements that leave the same state when they are done twice: where nobody
  /// can tell whether they were done, they are done again. `OutcomeUnknown` if that cannot be told
  /// then either.
  Saved save(std::string_view operation, const Batch& batch, const CallOptions& call);

  /// True in a transaction: what is written is not committed yet, a lost answer has undone it, and
  /// an error dooms what came before.
  [[nodiscard]] virtual bool in_transaction() const noexcept = 0;

  /// The same for a single statement.
  Result read_one(std::string_view operation, const Batch& batch, const CallOptions& call) {
    return std::move(read(operation, batch, call).front());
  }
  Result write_one(std::string_view operation, const Batch& batch, const CallOptions& call) {
    return std::move(write(operation, batch, call).front());
  }

 protected:
  Session() = default;
};

}  // namespace botstore::postgres
