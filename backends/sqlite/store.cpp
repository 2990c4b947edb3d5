#include <utility>

#include "backends/sqlite/connection/transaction.hpp"
#include "backends/sqlite/state.hpp"
#include "lib/arguments/check.hpp"
#include "lib/storage/call.hpp"

namespace botstore::sqlite {

namespace {

constexpr std::string_view in_memory = ":memory:";

ConnectionOptions connection_options(const SqliteOptions& options, const PrivateFolder* folder) {
  detail::Check{"SqliteStore"}.name("path", options.path, limits::text_bytes);
  return {.path = folder != nullptr ? (folder->path() / "store.db").string() : options.path,
          .busy_timeout = options.busy_timeout,
          .sync_on_commit = folder == nullptr && options.sync_on_commit};
}

/// The view of a transaction, on the connection that writes.
class TransactionView final : public SqliteOperations {
 public:
  TransactionView(TransactionSession& session, const Database::Writer& writer)
      : session_{session}, writer_{writer} {}

  [[nodiscard]] sqlite3* raw_connection() const {
    session_.require_open("connection_of");
    writer_.retire_connection();  // What a user leaves in it reaches nobody.
    return session_.connection().get();
  }

 protected:
  Session& session() noexcept override { return session_; }
  Capabilities do_capabilities() const override { return capabilities_of_sqlite(); }

  // The base refuses these on a view.
  void do_init(const CallOptions&) override {}
  void do_close() override {}
  void do_transaction(const TransactionBody&, const TransactionOptions&,
                      const CallOptions&) override {}

 private:
  TransactionSession& session_;
  const Database::Writer& writer_;
};

}  // namespace

Capabilities capabilities_of_sqlite() {
  return {.backend = "sqlite", .durable = true, .shared = true};
}

SqliteStore::State::State(SqliteOptions stated, std::stop_token closing)
    : options{std::move(stated)},
      folder{options.path == in_memory ? std::make_unique<PrivateFolder>() : nullptr},
      database{connection_options(options, folder.get())},
      session{database, std::move(closing)} {}

SqliteStore::SqliteStore(SqliteOptions options)
    : SqliteOperations{options.clock},
      state_{std::make_unique<State>(std::move(options), closing())} {}

SqliteStore::~SqliteStore() = default;

const SqliteOptions& SqliteStore::options() const noexcept {
  return state_->options;
}

void SqliteStore::do_init(const CallOptions& call) {
  state_->database.init(limits_of(call, closing()));
}

void SqliteStore::do_close() {
  state_->database.close();
}

Capabilities SqliteStore::do_capabilities() const {
  auto capabilities = capabilities_of_sqlite();
  capabilities.durable = capabilities.shared = state_->folder == nullptr;
  return capabilities;
}

Session& SqliteStore::session() noexcept {
  return state_->session;
}

void SqliteStore::do_transaction(const TransactionBody& body, const TransactionOptions&,
                                 const CallOptions& call) {
  constexpr auto operation = "transaction";
  const auto limits = limits_of(call, closing());
  const Database::Writer writer{state_->database, operation, limits};
  TransactionSession session{writer.connection(), call, closing()};
  const Connection::Use use{writer.connection(), operation, limits};
  Transaction transaction{writer.connection(), Transaction::Kind::write};
  {
    TransactionView view{session, writer};
    body(view);
  }
  session.require_open(operation);
  transaction.commit();
}

std::shared_ptr<sqlite3> SqliteStore::lend(const CallOptions& call) {
  constexpr auto operation = "with_connection";
  return detail::Call::run(*this, operation, call, [&] {
    detail::Call::require_no_transaction(*this, operation);
    // Of its own, and closed afterwards: what a user leaves in it reaches nobody.
    const std::shared_ptr<Connection> lent =
        state_->database.connect(operation, limits_of(call, closing()));
    return std::shared_ptr<sqlite3>{lent, lent->get()};
  });
}

sqlite3* SqliteStore::connection_of(Storage& transaction_view) {
  constexpr auto operation = "connection_of";
  return detail::Call::run(transaction_view, operation, {}, [&] {
    const auto* const view = dynamic_cast<const TransactionView*>(&transaction_view);
    if (view == nullptr)
      throw Error(ErrorCode::unsupported,
                  {.context = operation,
                   .cause = "this is not the view of a running transaction of an SqliteStore",
                   .hint = "Pass the Storage& that the transaction's function is given."});
    return view->raw_connection();
  });
}

}  // namespace botstore::sqlite
