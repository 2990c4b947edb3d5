#include "backends/postgres/connection/run_batch.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "backends/postgres/connection/cancel.hpp"
#include "backends/postgres/connection/errors.hpp"
#include "backends/postgres/connection/exchange.hpp"
#include "backends/postgres/connection/plan.hpp"
#include "lib/process/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// How long a server that was asked to cancel may take to answer.
constexpr std::chrono::milliseconds moment{500};

/// How long a ROLLBACK may take before the connection is given up instead.
constexpr std::chrono::milliseconds rollback_time{1'000};

/// Why a connection was lost: as the server has said, else as libpq takes it.
std::string reason_of_loss(const Connection& connection, std::string_view libpq_text) {
  const auto& words = connection.last_words();
  return words.text.empty() ? std::string{libpq_text} : words.text;
}

Error lost(const Connection& connection, std::string_view operation, std::string_view libpq_text) {
  return connection_lost(operation, reason_of_loss(connection, libpq_text),
                         connection.last_words().sqlstate);
}

/// One run of a batch: what is sent, what comes back, and what that means.
class Run {
 public:
  Run(Connection& connection, std::string_view operation, const Batch& batch, Framing framing,
      const Limits& limits)
      : connection_{connection},
        operation_{operation},
        framing_{framing},
        limits_{limits},
        plan_{connection, batch, framing},
        exchange_{connection.get(), plan_.steps()} {}

  Results finish();

 private:
  void exchange();
  void settle();
  void note_prepared();
  void leave_pipeline();
  void note_surprise(const PGresult* refused);
  [[noreturn]] void fail();
  [[noreturn]] void abandon();
  void require_committed() const;
  [[nodiscard]] bool commit_answered() const;
  [[nodiscard]] bool may_be_committed() const;
  [[nodiscard]] std::string reason() const;

  Connection& connection_;
  std::string_view operation_;
  Framing framing_;
  const Limits& limits_;
  Plan plan_;
  Exchange exchange_;
  std::optional<End> ended_;  // What ended the wait that counts.
};

Results Run::finish() {
  connection_.expect_commit();
  exchange();
  note_prepared();
  if (exchange_.complete()) {
    leave_pipeline();
    if (exchange_.failure()) fail();
  } else {
    connection_.mark_broken();
    if (!commit_answered()) abandon();
  }
  require_committed();
  return std::move(exchange_.results());
}

void Run::exchange() {
  Waiting waiting{connection_.waker(), limits_};
  ended_ = exchange_.run(waiting);
  if (ended_) settle();
}

/// The caller does not wait any more: finds out what became of the work, if that is quick.
void Run::settle() {
  // What was not sent whole ends with the connection.
  if (exchange_.sent() < plan_.steps().size()) return;
  const auto until = steady_clock::now() + moment;
  const bool taken = request_cancel(connection_, until);
  const Limits brief{.deadline = until};
  Waiting waiting{connection_.waker(), brief};
  if (exchange_.run(waiting) || !taken) connection_.mark_broken();
}

void Run::note_prepared() {
  auto& prepared = connection_.prepared();
  const auto end = exchange_.failure() ? exchange_.failure()->step : exchange_.answered();
  for (std::size_t i = 0; i < end; ++i)
    if (plan_.steps()[i].kind == Step::Kind::prepare) prepared.confirm(plan_.steps()[i].name);
  prepared.end_run();
}

void Run::leave_pipeline() {
  if (PQexitPipelineMode(connection_.get()) == 0) connection_.mark_broken();
}

/// A prepared statement was not what the connection remembers.
void Run::note_surprise(const PGresult* refused) {
  if (is_lost_statement(refused)) connection_.preparing().note_lost();
  if (is_stale_statement(refused)) connection_.preparing().note_stale(plan_.edition());
}

/// The server has refused something, and the connection knows where it is.
void Run::fail() {
  const auto* refused = exchange_.failure()->result.get();
  const auto sqlstate = sqlstate_of(refused);
  note_surprise(refused);
  // A standby stays one while the connection lives.
  if (sqlstate == "25006") connection_.mark_broken();
  const bool own_transaction = framing_ == Framing::read || framing_ == Framing::write;
  if (own_transaction && connection_.in_transaction()) roll_back(connection_);
  if (ended_ && sqlstate == "57014") throw interruption(operation_, *ended_);
  throw statement_error(operation_, refused, PQuser(connection_.get()));
}

/// The answers stopped coming.
void Run::abandon() {
  const auto* refused = exchange_.failure() ? exchange_.failure()->result.get() : nullptr;
  if (may_be_committed())
    throw outcome_unknown(operation_, reason(), refused != nullptr ? sqlstate_of(refused) : "");
  if (ended_) throw interruption(operation_, *ended_);
  if (refused != nullptr) throw statement_error(operation_, refused, PQuser(connection_.get()));
  throw lost(connection_, operation_, exchange_.loss());
}

bool Run::commit_answered() const {
  const auto commit = plan_.commit();
  return commit && exchange_.answered() > *commit && !exchange_.failure();
}

bool Run::may_be_committed() const {
  const auto commit = plan_.commit();
  if (!commit || exchange_.sent() <= *commit) return false;
  if (!exchange_.failure()) return true;
  // The server skips the commit after an error, and rolls back when it refuses the commit itself.
  // The end of a session in the place of the commit may have come before or after it.
  return exchange_.failure()->step >= *commit && ends_session(exchange_.failure()->result.get());
}

std::string Run::reason() const {
  if (ended_) return detail::cause_of(*ended_, "before the answer to the commit came");
  return fmt::format("the connection was lost before the answer to the commit came: {}",
                     reason_of_loss(connection_, exchange_.loss()));
}

void Run::require_committed() const {
  if (!plan_.commit()) return;
  if (framing_ == Framing::commit && exchange_.last_tag() != "COMMIT")
    throw Error(ErrorCode::conflict,
                {.context = std::string{operation_},
                 .cause = "a statement in the transaction had failed, so it was rolled back"});
  if (connection_.commit_in_doubt()) throw standby_given_up(operation_);
}

/// The connection is where the framing takes it to be; a raw handle can have taken it elsewhere.
void require_place(Connection& connection, std::string_view operation, Framing framing) {
  const bool inside = framing == Framing::inside || framing == Framing::commit;
  if (!connection.broken() && connection.in_transaction() == inside &&
      PQtransactionStatus(connection.get()) != PQTRANS_ACTIVE &&
      PQpipelineStatus(connection.get()) == PQ_PIPELINE_OFF &&
      PQenterPipelineMode(connection.get()) != 0)
    return;
  const bool is_lost = PQstatus(connection.get()) != CONNECTION_OK;
  connection.mark_broken();
  if (is_lost) throw lost(connection, operation, PQerrorMessage(connection.get()));
  throw Error(ErrorCode::unsupported,
              {.context = std::string{operation},
               .cause = "the connection's raw handle was left in another transaction, in pipeline "
                        "mode, or in the middle of a result",
               .hint = "Leave BEGIN, COMMIT and ROLLBACK to the store, and read every result."});
}

}  // namespace

Results run_batch(Connection& connection, std::string_view operation, const Batch& batch,
                  Framing framing, const Limits& limits) {
  connection.take_back();
  if (const auto end = limits.over()) throw interruption(operation, *end);
  require_place(connection, operation, framing);
  return Run{connection, operation, batch, framing, limits}.finish();
}

void roll_back(Connection& connection) noexcept {
  connection.take_back();
  if (connection.broken() || !connection.in_transaction()) return;
  try {
    static constinit detail::NeverDestroyed<Batch> rollback;
    const auto& batch = rollback.get([] { return Batch{"ROLLBACK"}; });
    static_cast<void>(
        run_batch(connection, "rollback", batch, Framing::inside, limits_within(rollback_time)));
  } catch (...) {
    connection.mark_broken();
  }
}

}  // namespace botstore::postgres
