#include "tools/inspection/postgres/server.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

std::string address_of(PGconn* connection) {
  const auto text = [](const char* value) { return std::string{value != nullptr ? value : ""}; };
  auto host = text(PQhost(connection));
  const bool is_folder = host.starts_with('/');
  const bool is_ipv6 = host.find(':') != std::string::npos;
  if (is_ipv6) host = '[' + host + ']';
  const auto place = is_folder ? "" : host + ':' + text(PQport(connection));
  return fmt::format("postgresql://{}@{}/{}{}", text(PQuser(connection)), place,
                     text(PQdb(connection)), is_folder ? "?host=" + host : "");
}

std::string keyword_of(PGconn* connection, const std::string& keyword) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{PQconninfo(connection),
                                                                             &PQconninfoFree};
  for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
       ++option)
    if (keyword == option->keyword && option->val != nullptr) return option->val;
  return {};
}

std::optional<SchemaVersion> version_of(PGconn* connection, const std::string& schema) {
  const auto table = quote_name(schema) + ".botstore_schema";
  // Unlike to_regclass(), the catalogue answers whoever may not use the schema.
  const auto is_there = query(connection,
                              "select exists (select from pg_catalog.pg_class as c"
                              " join pg_catalog.pg_namespace as n on n.oid = c.relnamespace"
                              " where n.nspname = $1 and c.relname = 'botstore_schema')",
                              {schema});
  if (!is_there.truth(0, 0)) return std::nullopt;
  const auto rows = query(
      connection, "select version, readable_from from " + table + " order by version desc limit 1");
  if (rows.size() == 0) return std::nullopt;
  return SchemaVersion{.version = rows.number(0, 0), .readable_from = rows.number(0, 1)};
}

}  // namespace botstore::tools::inspect
