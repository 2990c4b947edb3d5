#include "backends/postgres/schema/index_build.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/schema/inspect.hpp"
#include "backends/postgres/schema/schema.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

using detail::replace_all;

namespace {

constexpr std::string_view operation = "init";

/// How long giving up a claim may take when the caller does not wait any more.
constexpr std::chrono::milliseconds release_time{1'000};

// A claim in a table, not a lock: CREATE INDEX CONCURRENTLY waits for whoever holds a snapshot, and
// so for everybody who waits for a lock that the builder holds. A claim counts while its builder
// works, which the lock tells that every step of the build holds on the table; VACUUM by the server
// itself takes that lock too, and has no user. Between two steps the claim's own time counts.
constexpr std::string_view claimed = R"sql((
  b.claimed_at > now() - interval '30 seconds'
  or exists (select
               from pg_catalog.pg_locks as held
               join pg_catalog.pg_stat_activity as holder on holder.pid = held.pid
               join pg_catalog.pg_database as here on here.oid = held.database
              where here.datname = current_database()
                and held.relation = to_regclass($2)
                and held.mode = 'ShareUpdateExclusiveLock'
                and holder.usesysid is not null)))sql";

constexpr std::string_view take_claim = R"sql(
insert into {schema}.botstore_builds as b (index_name, claimed_at) values ($1, now())
    on conflict (index_name) do update set claimed_at = excluded.claimed_at
 where not {claimed}
returning true)sql";

constexpr std::string_view ask_claim = R"sql(
select exists (select from {schema}.botstore_builds as b where b.index_name = $1 and {claimed}))sql";

constexpr std::string_view renew_claim = R"sql(
update {schema}.botstore_builds set claimed_at = now() where index_name = $1)sql";

constexpr std::string_view give_up_claim = R"sql(
delete from {schema}.botstore_builds where index_name = $1)sql";

/// One statement, alone: what builds an index does so outside any transaction.
Result run(Connection& connection, Batch batch, const Limits& limits) {
  return std::move(run_batch(connection, operation, batch, Framing::write, limits).front());
}

Batch claim_batch(std::string_view statement, std::string_view schema) {
  return Batch{in_schema(replace_all(statement, "{claimed}", claimed), schema),
               Params{resource_index_name, quote_name(schema) + ".messages"}};
}

Batch named_batch(std::string_view statement, std::string_view schema) {
  return Batch{in_schema(statement, schema), Params{resource_index_name}};
}

/// A claim that was taken; given up at the end, so that the next start need not wait for its time
/// to pass.
class Claim {
 public:
  Claim(Connection& connection, std::string_view schema) noexcept
      : connection_{connection}, schema_{schema} {}
  ~Claim() {
    if (connection_.broken()) return;  // Then the work may be going on.
    try {
      run(connection_, named_batch(give_up_claim, schema_), limits_within(release_time));
    } catch (...) {
      connection_.mark_broken();
    }
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;

  void renew(const Limits& limits) { run(connection_, named_batch(renew_claim, schema_), limits); }

 private:
  Connection& connection_;
  std::string_view schema_;
};

}  // namespace

void build_resource_index(Connection& connection, std::string_view schema, const Limits& limits) {
  if (run(connection, claim_batch(take_claim, schema), limits).empty()) return;
  Claim claim{connection, schema};
  // Another may have built it since the caller looked.
  const auto valid = inspect(connection, std::string{schema}, Framing::read, limits).resource_index;
  if (valid == true) return;
  if (valid == false) {
    run(connection,
        Batch{
            fmt::format("drop index concurrently {}.{}", quote_name(schema), resource_index_name)},
        limits);
    claim.renew(limits);
  }
  run(connection, Batch{create_resource_index(schema, IndexBuild::concurrent)}, limits);
}

bool is_building_resource_index(Connection& connection, std::string_view schema,
                                const Limits& limits) {
  const auto batch = claim_batch(ask_claim, schema);
  return run_batch(connection, operation, batch, Framing::read, limits)
      .front()
      .front()
      .get<bool>(0);
}

}  // namespace botstore::postgres
