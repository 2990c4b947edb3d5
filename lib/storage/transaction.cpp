#include "lib/storage/transaction.hpp"

#include <string>

#include "botstore/error.hpp"
#include "botstore/storage.hpp"
#include "lib/arguments/check.hpp"
#include "lib/storage/call.hpp"
#include "lib/wait/retry.hpp"

namespace botstore {

namespace detail {

namespace {

thread_local const Transaction* innermost = nullptr;

}  // namespace

Transaction::Transaction(Lifecycle& outer, const CallOptions& call) noexcept
    : outer_{outer}, call_{call}, enclosing_{innermost} {
  innermost = this;
}

Transaction::~Transaction() {
  innermost = enclosing_;
}

void Transaction::require_usable(std::string_view operation) const {
  if (!doom_) return;
  try {
    std::rethrow_exception(doom_);
  } catch (const Error& error) {
    throw Error(error.code(), {.context = std::string{operation},
                               .cause = "the transaction is doomed by an earlier error: " +
                                        std::string{error.what()},
                               .sqlstate = std::string{error.sqlstate()},
                               .retryable = error.retryable()});
  }
}

void Transaction::note_failure() noexcept {
  if (doom_) return;
  try {
    throw;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_argument) doom_ = std::current_exception();
  } catch (...) {
    doom_ = std::current_exception();
  }
}

void Transaction::rethrow_doom() const {
  if (doom_) std::rethrow_exception(doom_);
}

void Transaction::require_outside(const Lifecycle& store, std::string_view operation) {
  for (const auto* running = innermost; running != nullptr; running = running->enclosing_)
    if (&running->outer_ == &store)
      throw Error(ErrorCode::unsupported,
                  {.context = std::string{operation},
                   .cause = "the store is used by the thread that runs a transaction on it",
                   .hint = "Use the Storage& that the transaction's function is given."});
}

void Call::require_no_transaction(const Storage& store, std::string_view operation) {
  if (store.transaction_ != nullptr)
    throw Error(ErrorCode::unsupported, {.context = std::string{operation},
                                         .cause = "it cannot be done inside a transaction"});
}

void Call::run_body(const Storage& store, Storage& view, const std::function<void(Storage&)>& body,
                    const CallOptions& call) {
  auto& lifecycle = *store.lifecycle_;
  Transaction transaction{lifecycle, call};
  view.clock_ = store.clock_;
  view.transaction_ = &transaction;
  {
    lifecycle.enter_body();
    const struct Leave {
      Lifecycle& lifecycle;
      ~Leave() { lifecycle.leave_body(); }
    } leave{lifecycle};
    body(view);
  }
  transaction.rethrow_doom();
  require_time("transaction", limits_of(call, lifecycle.closing()), "before it was done");
}

}  // namespace detail

void Storage::run_transaction(const TransactionBody& body, const TransactionOptions& options,
                              const CallOptions& call) {
  const detail::Check check{"transaction"};
  if (options.attempts < 1) check.refuse("attempts", "is less than one");
  detail::Call::run(*this, "transaction", call, [&] {
    detail::Call::require_no_transaction(*this, "transaction");
    const TransactionOptions once{.retry = false};
    const auto lost_a_race = [](const Error& error) {
      return error.code() == ErrorCode::conflict && error.retryable();
    };
    const auto run_body = [&](Storage& view) { detail::Call::run_body(*this, view, body, call); };
    detail::retry(options.retry ? options.attempts : 1, detail::limits_of(call, closing()),
                  lost_a_race, [&] { do_transaction(run_body, once, call); });
  });
}

}  // namespace botstore
