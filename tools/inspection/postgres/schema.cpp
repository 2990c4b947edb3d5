#include <string>

#include "botstore/backend/errors.hpp"
#include "botstore/postgres_schema.hpp"
#include "tools/inspection/postgres/catalogue.hpp"
#include "tools/inspection/postgres/inspect.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

using botstore::postgres::PostgresStore;

Differences differences_of(PostgresStore& store, const CallOptions& call) {
  const auto leased = store.lease(call);
  end_at_deadline(leased.get(), call);
  const auto schema = schema_of(leased.get(), store.options());
  if (!schema) throw backend::schema_missing("schema --diff", "the connection's default schema");
  return compare_with_ddl(leased.get(), *schema, store.options().resource_index);
}

std::string schema_sql_of(const PostgresStore& store) {
  const auto& options = store.options();
  return botstore::postgres::postgres_schema_sql(options.schema.value_or("public"),
                                                 options.resource_index);
}

}  // namespace botstore::tools::inspect
