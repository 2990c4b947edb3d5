#include "backends/postgres/sessions/transaction_session.hpp"
#include "backends/postgres/state.hpp"

namespace botstore::postgres {

namespace {

/// The view of a transaction, on a connection of its own.
class TransactionView final : public PostgresOperations, public HasRawConnection {
 public:
  TransactionView(TransactionSession& session, std::string_view schema)
      : session_{session}, schema_{schema} {}

  [[nodiscard]] PGconn* raw_connection() override { return session_.raw_connection(); }

 protected:
  Session& session() noexcept override { return session_; }
  std::string_view schema(const CallOptions&) override { return schema_; }
  Capabilities do_capabilities() const override { return capabilities_of_postgres(); }

  // The base refuses these on a view.
  void do_init(const CallOptions&) override {}
  void do_close() override {}
  void do_transaction(const TransactionBody&, const TransactionOptions&,
                      const CallOptions&) override {}

 private:
  TransactionSession& session_;
  std::string_view schema_;
};

}  // namespace

void PostgresStore::do_transaction(const TransactionBody& body, const TransactionOptions&,
                                   const CallOptions& call) {
  const auto name = schema(call);
  TransactionSession session{state_->pool, call, closing()};
  {
    TransactionView view{session, name};
    body(view);
  }
  session.commit("transaction");
}

}  // namespace botstore::postgres
