#pragma once

#include <sqlite3.h>

namespace botstore::sqlite {

/// The type of the pointer that a filter is passed by: a `const JsonFilter*`.
inline constexpr const char* filter_pointer = "botstore.JsonFilter";

/// Adds `botstore_matches(object, filter)`: whether the object satisfies the filter, by the
/// library's own matcher. SQLite's JSON functions differ from it in nulls, escapes and booleans.
void add_functions(sqlite3* database);

}  // namespace botstore::sqlite
