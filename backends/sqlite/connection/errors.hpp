#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

#include "botstore/error.hpp"

namespace botstore::sqlite {

/// The error for an extended result code and what SQLite says of it. The one table from codes to
/// meanings.
[[nodiscard]] Error error_of(std::string_view operation, int code, std::string_view text);

/// The error of the last call on `database`, which returned `code`.
[[nodiscard]] Error last_error(std::string_view operation, sqlite3* database, int code);

}  // namespace botstore::sqlite
