#include "backends/postgres/connection/exchange.hpp"

#include <utility>

#include "backends/postgres/connection/errors.hpp"
#include "lib/process/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

/// How much is given to libpq before its buffer is emptied into the socket: enough for small
/// statements to travel together, little enough that the buffer does not grow with a large batch.
constexpr std::size_t flush_after = std::size_t{64} * 1'024;

constexpr int binary = 1;

}  // namespace

std::optional<End> Exchange::run(Waiting& waiting) {
  for (;;) {
    send();
    receive();
    if (complete() || lost_) return std::nullopt;
    if (const auto end = waiting.wait(PQsocket(connection_),
                                      unflushed_ ? Waiting::For::either : Waiting::For::reading))
      return end;
    // A failure shows in the results: what came before it must be read first.
    PQconsumeInput(connection_);
  }
}

void Exchange::send() {
  if (unflushed_) flush();
  while (sent_ < steps_.size() && !unflushed_ && !lost_) {
    if (!send(steps_[sent_])) return lose();
    ++sent_;
    if (queued_bytes_ >= flush_after || sent_ == steps_.size()) flush();
  }
}

void Exchange::flush() {
  const int left = PQflush(connection_);
  if (left < 0) return lose();
  unflushed_ = left > 0;
  queued_bytes_ = 0;
}

bool Exchange::send(const Step& step) {
  queued_bytes_ += step.sql.size() + (step.params != nullptr ? step.params->bytes() : 0);
  switch (step.kind) {
    case Step::Kind::prepare:
      return PQsendPrepare(connection_, step.name, step.sql.data(),
                           step.params != nullptr ? step.params->size() : 0,
                           step.params != nullptr ? step.params->types() : nullptr) != 0;
    case Step::Kind::forget:
    case Step::Kind::run:
      return send_run(step);
    case Step::Kind::sync:
      return PQpipelineSync(connection_) != 0;
  }
  return false;
}

bool Exchange::send_run(const Step& step) {
  static constinit detail::NeverDestroyed<Params> none;
  const auto& params = step.params != nullptr ? *step.params : none.get();
  const int count = params.size();
  values_.clear();
  for (int i = 0; i < count; ++i) values_.push_back(params.value(i));
  if (formats_.size() < values_.size()) formats_.resize(values_.size(), binary);
  if (step.name != nullptr)
    return PQsendQueryPrepared(connection_, step.name, count, values_.data(), params.lengths(),
                               formats_.data(), binary) != 0;
  return PQsendQueryParams(connection_, step.sql.data(), count, params.types(), values_.data(),
                           params.lengths(), formats_.data(), binary) != 0;
}

void Exchange::receive() {
  while (!lost_ && answered_ < sent_ && PQisBusy(connection_) == 0) {
    Result result{PQgetResult(connection_)};
    if (result.get() != nullptr) {
      take(std::move(result));
    } else if (step_answered_) {
      step_answered_ = false;
      ++answered_;
    } else {
      break;
    }
  }
  if (!complete() && PQstatus(connection_) != CONNECTION_OK) lose();
}

void Exchange::take(Result result) {
  const auto& step = steps_[answered_];
  switch (PQresultStatus(result.get())) {
    case PGRES_PIPELINE_SYNC:
      // The one answer without an end of its own.
      step_answered_ = false;
      ++answered_;
      return;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
      if (step.kind == Step::Kind::run) last_tag_ = result.tag();
      if (step.keeps_result) results_.push_back(std::move(result));
      break;
    case PGRES_PIPELINE_ABORTED:
      break;
    case PGRES_FATAL_ERROR:
      if (sqlstate_of(result.get()).empty()) return lose();
      // An error in the place of the end comes from a commit that fails there. Not every libpq
      // reports the end after it, so there is nothing to wait for.
      if (ends_session(result.get()) || step.kind == Step::Kind::sync) lose();
      if (step.kind != Step::Kind::forget && !failure_)
        failure_ = Failure{.step = answered_, .result = std::move(result)};
      break;
    default:  // COPY: it would have to be fed and read.
      loss_ = "a batch cannot hold a COPY";
      return lose();
  }
  step_answered_ = true;
}

void Exchange::lose() {
  lost_ = true;
  if (loss_.empty()) loss_ = PQerrorMessage(connection_);
}

}  // namespace botstore::postgres
