#include <utility>

#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/schema/inspect.hpp"
#include "backends/postgres/schema/migrate.hpp"
#include "backends/postgres/sessions/attempts.hpp"
#include "backends/postgres/state.hpp"
#include "lib/storage/call.hpp"

namespace botstore::postgres {

PostgresStore::State::State(Config configured, std::stop_token closing)
    : config{std::move(configured)},
      preparing{std::make_shared<Preparing>(config.options.prepared_statements)},
      // The pool may outlive the store, in a lease, so what it connects by is its own.
      pool{Pool::make(
          config.options.pool,
          [config = config, preparing = preparing](const Limits& limits,
                                                   std::chrono::steady_clock::time_point give_up) {
            return connect(config, limits, give_up, preparing);
          },
          describe_server(config))},
      session{pool, std::move(closing)} {}

PostgresStore::PostgresStore(PostgresOptions options)
    : PostgresOperations{options.clock},
      state_{std::make_unique<State>(configure(std::move(options)), closing())} {}

PostgresStore::~PostgresStore() {
  state_->pool->close();
}

void PostgresStore::do_init(const CallOptions& call) {
  const auto& options = state_->config.options;
  const SchemaGoal goal{.schema = options.schema,
                        .mode = options.schema_mode,
                        .resource_index = options.resource_index};
  const auto limits = limits_of(call, closing());
  std::string name;
  with_pooled_connection(*state_->pool, "init", limits, [&](PooledConnection connection) {
    name = migrate(*connection, goal, limits);
  });
  std::call_once(state_->schema_known, [&] { state_->texts.emplace(quote_name(name)); });
}

const SqlTexts& PostgresStore::texts(const CallOptions& call) {
  // If the server does not answer, the exception passes and the next call asks again.
  std::call_once(state_->schema_known, [&] {
    auto name = state_->config.options.schema;
    const auto limits = limits_of(call, closing());
    if (!name)
      with_pooled_connection(*state_->pool, "open", limits, [&](PooledConnection connection) {
        name = default_schema(*connection, limits);
      });
    state_->texts.emplace(quote_name(*name));
  });
  return *state_->texts;
}

Session& PostgresStore::session() noexcept {
  return state_->session;
}

void PostgresStore::do_close() {
  state_->pool->close();
}

Capabilities capabilities_of_postgres() {
  return {.backend = "postgres", .durable = true, .shared = true, .parallel_writers = true};
}

Capabilities PostgresStore::do_capabilities() const {
  return capabilities_of_postgres();
}

PoolStatistics PostgresStore::pool_statistics() const {
  auto statistics = state_->pool->statistics();
  statistics.prepares_statements = state_->preparing->on();
  statistics.unexpected_statements = state_->preparing->surprises();
  return statistics;
}

const PostgresOptions& PostgresStore::options() const noexcept {
  return state_->config.options;
}

PostgresStore::Lease::Lease(std::unique_ptr<LentConnection> lent) noexcept
    : lent_{std::move(lent)} {}

PostgresStore::Lease::~Lease() = default;
PostgresStore::Lease::Lease(Lease&& other) noexcept = default;
PostgresStore::Lease& PostgresStore::Lease::operator=(Lease&& other) noexcept = default;

PGconn* PostgresStore::Lease::get() const noexcept {
  return lent_ ? lent_->get() : nullptr;
}

PostgresStore::Lease PostgresStore::lease(const CallOptions& call) {
  constexpr auto operation = "lease";
  return detail::Call::run(*this, operation, call, [&] {
    detail::Call::require_no_transaction(*this, operation);
    std::unique_ptr<LentConnection> lent;
    with_pooled_connection(*state_->pool, operation, limits_of(call, closing()),
                           [&](PooledConnection connection) {
                             lent = std::make_unique<LentConnection>(std::move(connection));
                           });
    return Lease{std::move(lent)};
  });
}

PGconn* PostgresStore::connection_of(Storage& transaction_view) {
  constexpr auto operation = "connection_of";
  return detail::Call::run(transaction_view, operation, {}, [&] {
    auto* const view = dynamic_cast<HasRawConnection*>(&transaction_view);
    if (view == nullptr)
      throw Error(ErrorCode::unsupported,
                  {.context = operation,
                   .cause = "this is not the view of a running transaction of a PostgresStore",
                   .hint = "Pass the Storage& that the transaction's function is given."});
    return view->raw_connection();
  });
}

}  // namespace botstore::postgres
