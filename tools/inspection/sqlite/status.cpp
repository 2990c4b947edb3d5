#include <charconv>
#include <filesystem>
#include <system_error>

#include "botstore/backend/errors.hpp"
#include "tools/inspection/sqlite/catalogue.hpp"
#include "tools/inspection/sqlite/inspect.hpp"

namespace botstore::tools::inspect {

namespace {

using botstore::sqlite::SqliteStore;

Json number_of(sqlite3* database, const std::string& sql) {
  const auto text = value_of(database, sql);
  return text.empty() ? Json{} : Json::parse(text);
}

std::int64_t size_of(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

/// The pages of a table and of its indexes. Not every SQLite is built with the table that tells.
std::optional<std::int64_t> bytes_of(sqlite3* database, const std::string& table) {
  try {
    return number_of(database,
                     "select sum(pgsize) from dbstat where name in (select name from"
                     " sqlite_schema where tbl_name = '" +
                         table + "')")
        .as_integer();
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::vector<Status::Table> tables_of(sqlite3* database) {
  std::vector<Status::Table> tables;
  for (const char* name : {"contact", "history", "messages", "metadata", "resources", "threads"}) {
    if (!has_table(database, name)) continue;
    const auto rows = number_of(database, std::string{"select count(*) from "} + name);
    tables.push_back(
        {.name = name, .rows = rows.as_integer().value_or(0), .bytes = bytes_of(database, name)});
  }
  return tables;
}

Status::Section file_section(sqlite3* database, const std::string& path) {
  const auto setting = [&](const char* pragma) { return value_of(database, pragma); };
  return {.name = "file",
          .fields = {{"path", Json::string(path)},
                     {"size_bytes", Json::number(size_of(path))},
                     {"wal_bytes", Json::number(size_of(path + "-wal"))},
                     {"page_bytes", number_of(database, "pragma page_size")},
                     {"free_pages", number_of(database, "pragma freelist_count")},
                     {"journal_mode", Json::string(setting("pragma journal_mode"))},
                     {"encoding", Json::string(setting("pragma encoding"))},
                     {"sqlite", Json::string(sqlite3_libversion())}}};
}

Status::Section schema_section(const std::optional<SchemaVersion>& version) {
  return {.name = "schema",
          .fields = {{"version", version ? Json::number(version->version) : Json{}},
                     {"library_version", Json::number(botstore::sqlite::sqlite_schema_version())}}};
}

Status::Section store_section(const SqliteStore& store) {
  const auto& options = store.options();
  return {.fields = {{"backend", Json::string("sqlite")},
                     {"store", Json::string("sqlite:" + options.path)},
                     {"busy_timeout_seconds", Json::number(options.busy_timeout.count() / 1'000)},
                     {"sync_on_commit", Json::boolean(options.sync_on_commit)}}};
}

}  // namespace

std::string identity_of(const SqliteStore& store, const CallOptions&) {
  const auto& path = store.options().path;
  if (path == ":memory:") return "sqlite:" + path;
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  const auto known = std::filesystem::weakly_canonical(whole, error);
  return "sqlite:" + (error ? whole : known).string();
}

Status status_of(SqliteStore& store, const CallOptions& call) {
  Status status{.sections = {store_section(store)}};
  const auto& path = store.options().path;
  if (path == ":memory:") return status;
  if (!std::filesystem::exists(path))
    throw backend::schema_missing("status", "the file \"" + path + '"');
  const auto database = open_file(path, call);
  const auto version =
      is_ours(database.get()) ? version_of(database.get()) : std::optional<SchemaVersion>{};
  status.sections.push_back(schema_section(version));
  status.sections.push_back(file_section(database.get(), path));
  if (version) status.tables = tables_of(database.get());
  return status;
}

Differences differences_of(SqliteStore& store, const CallOptions& call) {
  const auto& path = store.options().path;
  if (!std::filesystem::exists(path))
    throw backend::schema_missing("schema --diff", "the file \"" + path + '"');
  return compare_with_ddl(open_file(path, call).get());
}

std::string schema_sql_of(const SqliteStore&) {
  return botstore::sqlite::sqlite_schema_sql();
}

}  // namespace botstore::tools::inspect
