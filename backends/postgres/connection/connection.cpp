#include "backends/postgres/connection/connection.hpp"

#include <new>
#include <utility>

#include "backends/postgres/connection/errors.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "lib/process/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

/// Statements to keep on one connection. The store has some dozens, and one per shape of a filter.
constexpr std::size_t prepared_statements_kept = 128;

/// How long a server may take to reset a session before the connection is given up instead.
constexpr std::chrono::milliseconds reset_time{1'000};

}  // namespace

void silence(PGconn* connection) noexcept {
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
}

Connection::Connection(Handle connection, std::shared_ptr<Preparing> preparing)
    : connection_{std::move(connection)},
      default_receiver_{PQsetNoticeReceiver(get(), nullptr, nullptr)},
      preparing_{std::move(preparing)},
      prepared_{prepared_statements_kept} {
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
  PQsetNoticeReceiver(get(), default_receiver_, nullptr);
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
  silence(get());
  lent_ = false;
  while (auto* notification = PQnotifies(get())) PQfreemem(notification);
  // Where nothing is prepared, a pooler decides whose session that would be.
  if (!preparing_->on()) return;
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
  auto& connection = *static_cast<Connection*>(self);
  if (gives_up_standby(notice)) connection.commit_in_doubt_ = true;
  if (!is_goodbye(notice)) return;
  try {
    connection.last_words_ = {message_of(notice), std::string{sqlstate_of(notice)}};
  } catch (const std::bad_alloc&) {
    // The error that follows says less.
  }
}

}  // namespace botstore::postgres
