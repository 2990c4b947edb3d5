#pragma once

/// \file
/// For users: a store by its URL.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/time.hpp"

namespace botstore {

struct OpenOptions {
  Clock clock = system_now;  ///< Where the store takes the time from.
};

/// The store of a URL; its scheme chooses the backend, and the rest is the backend's own:
///
///     memory:          a new, empty store in this process, gone with the object
///     sqlite:          an SQLite database: `sqlite:` and the file's path, or `sqlite::memory:`
///     postgresql:      a PostgreSQL database, and `postgres:` alike; see `PostgresOptions`. With
///                      nothing behind the colon the environment says which.
///
/// A backend that the library was built without is not known.
///
/// Call `init()` before the first use of a new database. Throws `InvalidArgument` for a text that
/// is no URL, and `Unsupported`, with the known schemes, for one that no backend serves.
[[nodiscard]] BOTSTORE_EXPORT std::unique_ptr<Storage> open(std::string_view url,
                                                            OpenOptions options = {});

/// The store that the environment names: the URL in `BOTSTORE_URL`, else the one in `DATABASE_URL`,
/// else `postgresql:` if there is a `POSTGRES_DB_HOST` or another variable that `PostgresOptions`
/// or libpq takes the address from. Throws what `open` throws, and `InvalidArgument` if there is
/// none of these: no store is taken because nothing was said.
[[nodiscard]] BOTSTORE_EXPORT std::unique_ptr<Storage> open_from_environment(
    OpenOptions options = {});

/// The schemes that `open` serves, sorted.
[[nodiscard]] BOTSTORE_EXPORT std::vector<std::string> known_schemes();

}  // namespace botstore
