#include "tools/commands/identity.hpp"

#include <filesystem>
#include <system_error>

#ifdef BOTSTORE_HAS_POSTGRES
#include "tools/postgres/inspect.hpp"
#include "tools/postgres/server.hpp"
#include "tools/postgres/sql.hpp"
#endif
#ifdef BOTSTORE_HAS_SQLITE
#include "tools/sqlite/inspect.hpp"
#endif

namespace botstore::tools {

namespace {

#ifdef BOTSTORE_HAS_POSTGRES
std::string identity(botstore::postgres::PostgresStore& store, const CallOptions& call) {
  const auto leased = store.lease(call);
  const auto schema = inspect::schema_of(leased.get(), store.options());
  return inspect::address_of(leased.get()) + " schema " + schema.value_or("");
}
#endif

#ifdef BOTSTORE_HAS_SQLITE
std::string identity(const botstore::sqlite::SqliteStore& store) {
  const auto& path = store.options().path;
  if (path == ":memory:") return "sqlite:" + path;
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  const auto known = std::filesystem::weakly_canonical(whole, error);
  return "sqlite:" + (error ? whole : known).string();
}
#endif

}  // namespace

std::string identity_of(Storage& store, const CallOptions& call) {
#ifdef BOTSTORE_HAS_POSTGRES
  if (auto* found = dynamic_cast<botstore::postgres::PostgresStore*>(&store))
    return identity(*found, call);
#endif
#ifdef BOTSTORE_HAS_SQLITE
  if (const auto* found = dynamic_cast<const botstore::sqlite::SqliteStore*>(&store))
    return identity(*found);
#endif
  static_cast<void>(call);
  return store.capabilities().backend;
}

}  // namespace botstore::tools
