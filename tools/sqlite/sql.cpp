#include "tools/sqlite/sql.hpp"

#include "botstore/error.hpp"

namespace botstore::tools::inspect {

namespace {

Error error_of(sqlite3* database, int result) {
  constexpr int primary_bits = 0xff;
  const int primary = result & primary_bits;
  auto code = ErrorCode::connection_failed;
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) code = ErrorCode::corrupt;
  if (primary == SQLITE_INTERRUPT) code = ErrorCode::timeout;
  return {code, {.context = "sqlite", .cause = sqlite3_errmsg(database)}};
}

Database open(const std::string& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database{opened};  // There is one even after a failure, to ask for the reason.
  if (code != SQLITE_OK) throw error_of(opened, code);
  constexpr int milliseconds = 5'000;
  sqlite3_busy_timeout(opened, milliseconds);
  return database;
}

}  // namespace

Database open_file(const std::string& path, const CallOptions& call) {
  // By itself SQLite reads only where it may not write.
  auto database = open(path, SQLITE_OPEN_READWRITE);
  constexpr int steps_between_looks = 10'000;
  const auto is_over = [](void* deadline) {
    return std::chrono::steady_clock::now() >=
                   *static_cast<std::chrono::steady_clock::time_point*>(deadline)
               ? 1
               : 0;
  };
  if (call.deadline)
    sqlite3_progress_handler(database.get(), steps_between_looks, is_over,
                             const_cast<std::chrono::steady_clock::time_point*>(&*call.deadline));
  return database;
}

Database open_in_memory() {
  return open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY);
}

TextRows query(sqlite3* database, const std::string& sql) {
  TextRows rows;
  const auto add = [](void* to, int count, char** values, char**) {
    auto& row = static_cast<TextRows*>(to)->emplace_back();
    for (int i = 0; i < count; ++i) row.emplace_back(values[i] != nullptr ? values[i] : "");
    return 0;
  };
  const int code = sqlite3_exec(database, sql.c_str(), add, &rows, nullptr);
  if (code != SQLITE_OK) throw error_of(database, code);
  return rows;
}

std::string value_of(sqlite3* database, const std::string& sql) {
  const auto rows = query(database, sql);
  return rows.empty() ? "" : rows.front().front();
}

}  // namespace botstore::tools::inspect
