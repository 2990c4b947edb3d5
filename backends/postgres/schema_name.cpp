#include "backends/postgres/attempts.hpp"
#include "backends/postgres/inspect.hpp"
#include "backends/postgres/migrate.hpp"
#include "backends/postgres/state.hpp"

namespace botstore::postgres {

void PostgresStore::do_init(const CallOptions& call) {
  const auto& options = state_->config.options;
  const SchemaGoal goal{.schema = options.schema,
                        .mode = options.schema_mode,
                        .resource_index = options.resource_index};
  const auto limits = limits_of(call, closing());
  std::string name;
  postgres::with_connection(*state_->pool, "init", limits, [&](PooledConnection connection) {
    name = migrate(*connection, goal, limits);
  });
  std::call_once(state_->schema_known, [&] { state_->schema = quote_name(name); });
}

std::string_view PostgresStore::schema(const CallOptions& call) {
  // If the server does not answer, the exception passes and the next call asks again.
  std::call_once(state_->schema_known, [&] {
    auto name = state_->config.options.schema;
    const auto limits = limits_of(call, closing());
    if (!name)
      postgres::with_connection(*state_->pool, "open", limits, [&](PooledConnection connection) {
        name = default_schema(*connection, limits);
      });
    state_->schema = quote_name(*name);
  });
  return state_->schema;
}

Session& PostgresStore::session() noexcept {
  return state_->session;
}

}  // namespace botstore::postgres
