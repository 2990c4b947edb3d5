#include "backends/sqlite/sessions/store_session.hpp"

#include <memory>
#include <string>

#include "backends/sqlite/connection/transaction.hpp"

namespace botstore::sqlite {

void StoreSession::run_read(std::string_view operation, const CallOptions& call, const Run& run) {
  const auto limits = limits_of(call, closing_);
  auto reader = database_.take_reader(operation, limits);
  {
    const Connection::Use use{*reader, operation, limits};
    Transaction transaction{*reader, Transaction::Kind::read};
    run(*reader);
    transaction.commit();
  }
  database_.give_back(std::move(reader));
}

void StoreSession::run_write(std::string_view operation, const CallOptions& call, const Run& run) {
  const auto limits = limits_of(call, closing_);
  const Database::Writer writer{database_, operation, limits};
  const Connection::Use use{writer.connection(), operation, limits};
  Transaction transaction{writer.connection(), Transaction::Kind::write};
  run(writer.connection());
  transaction.commit();
}

void TransactionSession::require_open(std::string_view operation) const {
  if (connection_.in_transaction()) return;
  throw Error(ErrorCode::unsupported, {.context = std::string{operation},
                                       .cause = "the transaction was ended on its raw handle",
                                       .hint = "Leave BEGIN, COMMIT and ROLLBACK to the store."});
}

void TransactionSession::run_read(std::string_view operation, const CallOptions& call,
                                  const Run& run) {
  require_open(operation);
  const auto limits = limits_of(call, closing_, call_);
  const Connection::Use use{connection_, operation, limits};
  run(connection_);
}

void TransactionSession::run_write(std::string_view operation, const CallOptions& call,
                                   const Run& run) {
  run_read(operation, call, run);
}

}  // namespace botstore::sqlite
