#include "backends/sqlite/schema/migrate.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "backends/sqlite/connection/query.hpp"
#include "backends/sqlite/connection/transaction.hpp"
#include "backends/sqlite/schema/schema.hpp"
#include "botstore/backend/errors.hpp"

namespace botstore::sqlite {

namespace {

/// What a file says of itself.
struct Version {
  bool is_empty = false;
  bool is_ours = false;
  std::int64_t version = 0;
  std::int64_t readable_from = 0;
};

std::int64_t number(Connection& connection, std::string_view sql) {
  Query query{connection, sql};
  return query.next() ? query.get<std::int64_t>(0) : 0;
}

Version version_of(Connection& connection) {
  Version found;
  found.is_ours = number(connection, "pragma application_id") == application_id;
  if (!found.is_ours) {
    found.is_empty = number(connection, "select count(*) from sqlite_schema") == 0 &&
                     number(connection, "pragma application_id") == 0;
    return found;
  }
  Query query{connection, "select max(version), max(readable_from) from botstore_schema"};
  if (!query.next()) return found;
  found.version = query.get<std::int64_t>(0);
  found.readable_from = query.get<std::int64_t>(1);
  return found;
}

/// The same outside a transaction: what is read at two moments would not fit together.
Version version_at_one_moment(Connection& connection) {
  Transaction transaction{connection, Transaction::Kind::read};
  return version_of(connection);
}

std::int64_t newest_version() {
  return all_migrations().back().version;
}

Error schema_error(std::string_view operation, ErrorCode code, std::string cause,
                   std::string hint) {
  return {code,
          {.context = std::string{operation}, .cause = std::move(cause), .hint = std::move(hint)}};
}

void require_ours_or_empty(std::string_view operation, const Version& found) {
  if (found.is_ours || found.is_empty) return;
  throw schema_error(operation, ErrorCode::unsupported,
                     "the file is another program's SQLite database",
                     "Name another file: the store has one of its own.");
}

void require_readable(std::string_view operation, const Version& found) {
  if (found.readable_from <= newest_version()) return;
  throw schema_error(operation, ErrorCode::schema_too_new,
                     fmt::format("the schema's version is {}, and this library knows versions up "
                                 "to {}",
                                 found.version, newest_version()),
                     "Update the library.");
}

void apply(Connection& connection, const Migration& migration) {
  connection.execute(migration.sql);
  run(connection, "insert into botstore_schema (version, readable_from) values (?1, ?2)",
      migration.version, migration.readable_from);
}

}  // namespace

std::unique_ptr<Connection> open_or_create(const ConnectionOptions& options, const Limits& limits) {
  auto connection = std::make_unique<Connection>(options, Connection::Missing::create);
  const Connection::Use use{*connection, "init", limits};
  require_ours_or_empty("init", version_at_one_moment(*connection));
  connection->enter_wal_mode();
  return connection;
}

std::unique_ptr<Connection> open_existing(const ConnectionOptions& options,
                                          std::string_view operation, const Limits& limits) {
  std::error_code ignored;
  if (!std::filesystem::exists(options.path, ignored))
    throw backend::schema_missing(operation, fmt::format("the file \"{}\"", options.path));
  auto connection = std::make_unique<Connection>(options, Connection::Missing::fail);
  const Connection::Use use{*connection, operation, limits};
  const auto found = version_at_one_moment(*connection);
  require_ours_or_empty(operation, found);
  if (!found.is_ours)
    throw backend::schema_missing(operation, fmt::format("the file \"{}\"", options.path));
  require_readable(operation, found);
  if (found.version < newest_version())
    throw schema_error(operation, ErrorCode::schema_outdated,
                       fmt::format("the schema's version is {}, and {} is needed", found.version,
                                   newest_version()),
                       "Call init().");
  return connection;
}

void migrate(Connection& connection) {
  Transaction transaction{connection, Transaction::Kind::write};
  const auto found = version_of(connection);
  require_ours_or_empty("init", found);
  require_readable("init", found);
  if (!found.is_ours)
    connection.execute(fmt::format("pragma application_id = {}", application_id).c_str());
  for (const auto& migration : all_migrations())
    if (migration.version > found.version) apply(connection, migration);
  transaction.commit();
}

}  // namespace botstore::sqlite
