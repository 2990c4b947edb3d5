#include "backends/postgres/sessions/transaction_session.hpp"
#include "backends/postgres/state.hpp"

namespace botstore::postgres {

namespace {

/// The view of a transaction, on a connection of its own.
class TransactionView final : public PostgresOperations, public HasRawConnection {
 public:
  TransactionView(TransactionSession& session, const SqlTexts& texts)
      : session_{session}, texts_{texts} {}

  [[nodiscard]] PGconn* raw_connection() override { return session_.raw_connection(); }

 protected:
  Session& session() noexcept override { return session_; }
  const SqlTexts& texts(const CallOptions&) override { return texts_; }
  Capabilities do_capabilities() const override { return capabilities_of_postgres(); }

  // The base refuses these on a view.
  void do_init(const CallOptions&) override {}
  void do_close() override {}
  void do_transaction(const TransactionBody&, const TransactionOptions&,
                      const CallOptions&) override {}

 private:
  TransactionSession& session_;
  const SqlTexts& texts_;
};

}  // namespace

void PostgresStore::do_transaction(const TransactionBody& body, const TransactionOptions&,
                                   const CallOptions& call) {
  const auto& known = texts(call);
  TransactionSession session{state_->pool, call, closing()};
  {
    TransactionView view{session, known};
    body(view);
  }
  session.commit("transaction");
}

}  // namespace botstore::postgres
