#include "tools/inspection/backends.hpp"

#include <functional>
#include <type_traits>
#include <utility>

#include "botstore/error.hpp"
#ifdef BOTSTORE_HAS_POSTGRES
#include "tools/inspection/postgres/inspect.hpp"
#endif
#ifdef BOTSTORE_HAS_SQLITE
#include "tools/inspection/sqlite/inspect.hpp"
#endif

namespace botstore::tools {

namespace {

/// Calls `ask(store)` with the store as what it is; `otherwise()` for one that is of no known
/// backend.
template <class Ask, class Otherwise>
auto ask(Storage& store, Ask&& ask, Otherwise&& otherwise) {
#ifdef BOTSTORE_HAS_POSTGRES
  if (auto* found = dynamic_cast<botstore::postgres::PostgresStore*>(&store)) return ask(*found);
#endif
#ifdef BOTSTORE_HAS_SQLITE
  if (auto* found = dynamic_cast<botstore::sqlite::SqliteStore*>(&store)) return ask(*found);
#endif
  return otherwise();
}

[[noreturn]] void no_tables(const Storage& store) {
  throw Error(ErrorCode::unsupported,
              {.context = "schema",
               .cause = "the backend " + store.capabilities().backend + " has no tables"});
}

}  // namespace

std::string identity_of(Storage& store, const CallOptions& call) {
  return ask(
      store, [&](auto& known) { return inspect::identity_of(known, call); },
      [&] { return store.capabilities().backend; });
}

Status status_of(Storage& store, const CallOptions& call) {
  return ask(
      store, [&](auto& known) { return inspect::status_of(known, call); },
      [&] {
        return Status{
            .sections = {{.fields = {{"backend", Json::string(store.capabilities().backend)}}}}};
      });
}

Findings examine(Storage& store, const CallOptions& call) {
  return ask(
      store, [&](auto& known) { return inspect::examine(known, call); },
      [&] {
        return Findings{{.check = "store",
                         .says = "the backend " + store.capabilities().backend +
                                 " has nothing that could be at fault"}};
      });
}

Differences differences_of(Storage& store, const CallOptions& call) {
  return ask(
      store, [&](auto& known) { return inspect::differences_of(known, call); },
      [&]() -> Differences { no_tables(store); });
}

std::string schema_sql_of(Storage& store) {
  return ask(
      store, [&](auto& known) { return inspect::schema_sql_of(known); },
      [&]() -> std::string { no_tables(store); });
}

}  // namespace botstore::tools
