#include <algorithm>

#include "tools/inspection/postgres/checks.hpp"
#include "tools/inspection/postgres/inspect.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

using botstore::postgres::PostgresStore;

namespace {

/// An error in the midst of the checks ends them, and is a finding itself.
void check(PostgresStore& store, PGconn* connection, const CallOptions& call, Findings& findings) {
  try {
    end_at_deadline(connection, call);
    check_connection(connection, findings);
    check_pooler(store, connection, call, findings);
    check_settings(connection, store.options(), findings);
    check_schema(connection, store.options(), findings);
  } catch (const Error& error) {
    findings.push_back({.level = Finding::Level::fault,
                        .check = "doctor",
                        .says = "the checks could not go on: " + error.details().cause,
                        .mend = std::string{error.hint()}});
  }
}

}  // namespace

Findings examine(PostgresStore& store, const CallOptions& call) {
  Findings findings;
  try {
    const auto leased = store.lease(call);
    check(store, leased.get(), call, findings);
  } catch (const Error& error) {
    findings.push_back(judge_failure(error));
  }
  return findings;
}

}  // namespace botstore::tools::inspect
