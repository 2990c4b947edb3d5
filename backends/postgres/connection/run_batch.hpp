#pragma once

#include <string_view>

#include "backends/postgres/connection/connection.hpp"
#include "backends/postgres/connection/wait.hpp"
#include "backends/postgres/values/batch.hpp"

namespace botstore::postgres {

/// How a batch relates to a transaction.
enum class Framing {
  read,    ///< The statements alone; they change nothing.
  write,   ///< A statement alone, which commits itself; several between BEGIN and COMMIT.
  begin,   ///< BEGIN and the statements, of which there may be none.
  inside,  ///< The statements alone, in an open transaction.
  commit,  ///< COMMIT, in an open transaction.
};

/// Sends a batch and reads its results, in one round trip: one per statement, in order. The first
/// error of a statement is thrown; those after it were not run.
///
/// It decides what a failure means. Without a commit in the framing nothing has been done. With
/// one, it has not been done if the server refused a statement or the commit, if a session's end is
/// reported in the place of an earlier statement, or if the commit was never sent; else it is
/// `OutcomeUnknown`. When time is up the server is asked to cancel and gets a moment to answer:
/// what it then says counts, be it that it is done; without an answer the connection is broken.
///
/// Afterwards the connection is clean, inside its transaction (`begin`, `inside`), or broken.
[[nodiscard]] Results run_batch(Connection& connection, std::string_view operation,
                                const Batch& batch, Framing framing, const Limits& limits);

/// Ends an open transaction, failed or not, within a second; the connection is clean then, or
/// broken.
void roll_back(Connection& connection) noexcept;

}  // namespace botstore::postgres
