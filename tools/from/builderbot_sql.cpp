#include "tools/from/builderbot_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "botstore/error.hpp"
#include "tools/from/blank.hpp"

namespace botstore::from {

namespace {

constexpr std::string_view context = "from builderbot";

void require_columns(Source& source, const std::string& schema, const std::string& table,
                     const std::vector<std::string>& needed) {
  const auto columns = source.columns(schema, table);
  std::string missing;
  for (const auto& name : needed)
    if (std::ranges::find(columns, name) == columns.end()) missing += ' ' + name;
  if (columns.empty())
    throw Error(
        ErrorCode::schema_missing,
        {.context = std::string{context},
         .cause = fmt::format("there is no table {} in the schema {}", table, quote_name(schema)),
         .hint = "Name the schema that BuilderBot keeps its tables in."});
  if (!missing.empty())
    throw Error(
        ErrorCode::schema_missing,
        {.context = std::string{context},
         .cause = fmt::format("the table {} is not BuilderBot's: it lacks{}", table, missing)});
}

/// Throws unless the server knows a zone of this name. It would take more: "UTC+3" in the manner of
/// POSIX, which lies west of Greenwich and not east, and "EST", which knows no summer.
void require_zone(Source& source, const std::string& zone) {
  if (!source
           .values("select name from pg_catalog.pg_timezone_names where lower(name) = lower($1)",
                   {zone})
           .empty())
    return;
  throw Error(ErrorCode::invalid_argument,
              {.context = std::string{context},
               .cause = fmt::format("zone: the server knows no time zone \"{}\"", zone),
               .hint = "Name one as \"America/Bogota\" or \"UTC\" is written.",
               .field = "zone"});
}

constexpr std::string_view nobody_knows = "timestamptz '1970-01-01 00:00:00Z'";

}  // namespace

BuilderbotTables builderbot_tables(Source& source, const std::string& schema,
                                   const std::optional<std::string>& zone) {
  if (!source.columns(schema, "botstore_schema").empty())
    throw Error(ErrorCode::already_exists,
                {.context = std::string{context},
                 .cause = fmt::format("the tables in the schema {} are a store's already",
                                      quote_name(schema)),
                 .hint = "Copy them with `botstore copy`, or use them where they are."});
  require_columns(source, schema, "contact",
                  {"id", "phone", "created_at", "updated_in", "last_interaction", "values"});
  require_columns(source, schema, "history",
                  {"id", "ref", "keyword", "answer", "refserialize", "phone", "options",
                   "created_at", "updated_in", "contact_id"});
  if (zone) require_zone(source, *zone);
  BuilderbotTables tables{.contact = quote_name(schema) + ".contact",
                          .history = quote_name(schema) + ".history",
                          .zone = zone ? *zone : source.value("show timezone")};
  // Times without a zone are read in this one from now on.
  static_cast<void>(source.value("select set_config('timezone', $1, false)", {tables.zone}));
  return tables;
}

std::string builderbot_instant(const std::string& column) {
  // Where the column has no zone, the cast reads it in the session's.
  return fmt::format("r.{}::timestamptz", quote_name(column));
}

std::string builderbot_contact_created() {
  return fmt::format("coalesce({}, least({}, {}), {})", builderbot_instant("created_at"),
                     builderbot_instant("updated_in"), builderbot_instant("last_interaction"),
                     nobody_knows);
}

std::string builderbot_history_created() {
  return fmt::format("coalesce({}, {}, {})", builderbot_instant("created_at"),
                     builderbot_instant("updated_in"), nobody_knows);
}

std::string builderbot_losers(const BuilderbotTables& tables) {
  return fmt::format(
      "select id, winner from (select id, first_value(id) over (partition by phone order by "
      "greatest(created_at, updated_in, last_interaction) desc nulls last, id desc) as winner "
      "from {} where {}) as ranked where id <> winner",
      tables.contact, not_blank("phone"));
}

}  // namespace botstore::from
