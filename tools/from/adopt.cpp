#include "tools/from/adopt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "botstore/error.hpp"
#include "botstore/postgres_schema.hpp"
#include "tools/from/builderbot_sql.hpp"
#include "tools/from/source.hpp"

namespace botstore::from {

namespace {

constexpr std::string_view context = "adopt";
constexpr std::string_view lock_not_available = "55P03";

// $1 and $2: the tables.
constexpr const char* dependent_views = R"sql(
select distinct 'the view ' || v.oid::regclass::text
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_rewrite as r on r.oid = d.objid
  join pg_catalog.pg_class as v on v.oid = r.ev_class
 where d.classid = 'pg_catalog.pg_rewrite'::regclass
   and d.refclassid = 'pg_catalog.pg_class'::regclass
   and d.refobjid in (to_regclass($1), to_regclass($2))
   and v.oid not in (to_regclass($1), to_regclass($2))
 order by 1)sql";

constexpr const char* foreign_keys = R"sql(
select format('the foreign key %I of %s', conname, conrelid::regclass)
  from pg_catalog.pg_constraint
 where contype = 'f' and confrelid in (to_regclass($1), to_regclass($2))
   and conrelid not in (to_regclass($1), to_regclass($2))
 order by 1)sql";

void require_independence(Source& source, const BuilderbotTables& tables) {
  auto names = source.values(dependent_views, {tables.contact, tables.history});
  for (auto& key : source.values(foreign_keys, {tables.contact, tables.history}))
    names.push_back(std::move(key));
  if (names.empty()) return;
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::conflict, {.context = std::string{context},
                                    .cause = fmt::format("others depend on the tables: {}", list),
                                    .hint = "Drop them, adopt, and create them again."});
}

std::uint64_t count(Source& source, const std::string& what) {
  return static_cast<std::uint64_t>(std::stoll(source.value("select count(*) from " + what)));
}

AdoptPlan plan(Source& source, const AdoptTask& task, const BuilderbotTables& tables) {
  require_independence(source, tables);
  return {
      .zone = tables.zone,
      .contacts = count(source, tables.contact),
      .history = count(source, tables.history),
      .duplicates = count(source, '(' + builderbot_losers(tables) + ") as losers"),
      .statements =
          postgres::builderbot_adoption_sql(task.schema, tables.zone, task.resource_index),
  };
}

/// As the server takes it. A zero would mean without a limit.
std::string setting(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds::rep most = INT32_MAX;
  return std::to_string(std::clamp<std::chrono::milliseconds::rep>(time.count(), 1, most));
}

void limit_statements(Source& source, const AdoptTask& task) {
  static_cast<void>(source.query("set lock_timeout = " + setting(task.lock_timeout)));
  if (task.timeout)
    static_cast<void>(source.query("set statement_timeout = " + setting(*task.timeout)));
}

/// Keeps everybody else from the tables until the transaction ends.
void lock(Source& source, const AdoptTask& task, const BuilderbotTables& tables) {
  static_cast<void>(source.query("begin"));
  try {
    static_cast<void>(source.query(
        fmt::format("lock table {}, {} in access exclusive mode", tables.contact, tables.history)));
  } catch (const Error& error) {
    if (error.sqlstate() != lock_not_available) throw;
    throw Error(ErrorCode::timeout,
                {.context = std::string{context},
                 .cause = fmt::format("others used the tables for more than {} ms; nothing has "
                                      "been changed",
                                      task.lock_timeout.count()),
                 .hint = "Stop the bot first, or wait longer with --lock-timeout.",
                 .sqlstate = error.details().sqlstate,
                 .retryable = true});
  }
}

}  // namespace

AdoptPlan plan_adoption(const AdoptTask& task) {
  Source source{task.source};
  limit_statements(source, task);
  source.begin_reading();
  return plan(source, task, builderbot_tables(source, task.schema, task.zone));
}

AdoptReport adopt(const AdoptTask& task) {
  using std::chrono::steady_clock;
  Source source{task.source};
  limit_statements(source, task);
  const auto tables = builderbot_tables(source, task.schema, task.zone);
  require_independence(source, tables);
  lock(source, task, tables);
  const auto locked = steady_clock::now();
  AdoptReport report{.plan = plan(source, task, tables)};
  for (const auto& statement : report.plan.statements) static_cast<void>(source.query(statement));
  const bool kept = !source.columns(task.schema, "contact_set_aside").empty();
  if (kept) report.set_aside = count(source, quote_name(task.schema) + ".contact_set_aside");
  static_cast<void>(source.query("commit"));
  report.down_time = steady_clock::now() - locked;
  return report;
}

}  // namespace botstore::from
