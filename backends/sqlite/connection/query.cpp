#include "backends/sqlite/connection/query.hpp"

#include "backends/sqlite/connection/functions.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::sqlite {

Query& Query::add(std::string_view text) {
  return bound(sqlite3_bind_text64(handle(), ++parameters_, text.data(), text.size(),
                                   SQLITE_TRANSIENT, SQLITE_UTF8));
}

Query& Query::add(std::int64_t number) {
  return bound(sqlite3_bind_int64(handle(), ++parameters_, number));
}

Query& Query::add(const JsonFilter* filter) {
  // SQLite takes a pointer to what it may change, and hands it back to our function only.
  return bound(sqlite3_bind_pointer(handle(), ++parameters_, const_cast<JsonFilter*>(filter),
                                    filter_pointer, nullptr));
}

Query& Query::add(std::nullopt_t) {
  return bound(sqlite3_bind_null(handle(), ++parameters_));
}

bool Query::next() {
  switch (const int code = sqlite3_step(handle())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      throw connection_.error(code);
  }
}

std::int64_t Query::run() {
  while (next()) {
  }
  return sqlite3_changes64(connection_.get());
}

bool Query::is_null(int column) const noexcept {
  return sqlite3_column_type(handle(), column) == SQLITE_NULL;
}

std::string_view Query::text(int column) const noexcept {
  // The text first: it decides how the bytes are counted.
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle(), column))};
}

Json Query::json(int column) const {
  return backend::adopt_json(std::string{text(column)});
}

Query& Query::bound(int code) {
  if (code != SQLITE_OK) throw connection_.error(code);
  return *this;
}

}  // namespace botstore::sqlite
