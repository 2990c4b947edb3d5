#include "backends/postgres/connection/connection.hpp"

#include <string_view>
#include <utility>

#include "backends/postgres/connection/errors.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "lib/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

/// Statements to keep on one connection. The store has some dozens, and one per shape of a filter.
constexpr std::size_t prepared_statements_kept = 128;

/// How long a server may take to reset a session before the connection is given up instead.
constexpr std::chrono::milliseconds reset_time{1'000};

}  // namespace

Connection::Connection(Handle connection, bool prepares)
    : connection_{std::move(connection)}, prepared_{prepared_statements_kept}, prepares_{prepares} {
  take_control();
}

Connection::~Connection() = default;

bool Connection::broken() const noexcept {
  return broken_ || PQstatus(get()) != CONNECTION_OK;
}

bool Connection::in_transaction() const noexcept {
  const auto status = PQtransactionStatus(get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::clean() const noexcept {
  return !broken() && PQtransactionStatus(get()) == PQTRANS_IDLE &&
         PQpipelineStatus(get()) == PQ_PIPELINE_OFF;
}

bool Connection::silent() const noexcept {
  return !broken() && !readable_now(socket());
}

PGconn* Connection::lend() noexcept {
  lent_ = true;
  if (PQsetnonblocking(get(), 0) != 0) mark_broken();
  return get();
}

void Connection::take_back() noexcept {
  if (lent_) take_control();
}

void Connection::take_control() noexcept {
  PQuntrace(get());
  PQsetErrorVerbosity(get(), PQERRORS_DEFAULT);
  PQsetErrorContextVisibility(get(), PQSHOW_CONTEXT_NEVER);
  PQsetNoticeReceiver(get(), &Connection::receive_notice, this);
  if (PQsetnonblocking(get(), 1) != 0) mark_broken();
}

void Connection::reset_session() noexcept {
  if (!lent_ || !clean()) return;
  take_control();
  lent_ = false;
  while (auto* notification = PQnotifies(get())) PQfreemem(notification);
  if (!prepares_) return;
  try {
    static constinit detail::NeverDestroyed<Batch> discard;
    const auto& batch = discard.get([] { return Batch{"DISCARD ALL"}; });
    static_cast<void>(run_batch(*this, "reset", batch, Framing::read, limits_within(reset_time)));
    prepared_.forget_all();
  } catch (...) {
    mark_broken();
  }
}

void Connection::receive_notice(void* self, const PGresult* notice) noexcept {
  // The server says so when a commit no longer waits for its standby, because of a cancel or of the
  // session's end: committed here, and perhaps lost with this server.
  const auto sqlstate = sqlstate_of(notice);
  if (sqlstate == "57014" || sqlstate == "57P01")
    static_cast<Connection*>(self)->commit_in_doubt_ = true;
}

}  // namespace botstore::postgres
