#include "backends/sqlite/connection/functions.hpp"

#include <exception>
#include <new>
#include <string>

#include "backends/sqlite/connection/errors.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::sqlite {

namespace {

bool matches(sqlite3_value* object, sqlite3_value* filter) {
  const auto* wanted =
      static_cast<const JsonFilter*>(sqlite3_value_pointer(filter, filter_pointer));
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(object));
  if (wanted == nullptr || text == nullptr) return false;
  return backend::matches(
      backend::adopt_json({text, static_cast<std::size_t>(sqlite3_value_bytes(object))}), *wanted);
}

void call_matches(sqlite3_context* context, int, sqlite3_value** arguments) noexcept {
  try {
    sqlite3_result_int(context, matches(arguments[0], arguments[1]) ? 1 : 0);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  } catch (const std::exception& error) {
    sqlite3_result_error(context, error.what(), -1);
  }
}

}  // namespace

void add_functions(sqlite3* database) {
  const int code = sqlite3_create_function_v2(
      database, "botstore_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
      nullptr, &call_matches, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw last_error("open", database, code);
}

}  // namespace botstore::sqlite
