#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "backends/postgres/batch.hpp"
#include "backends/postgres/session.hpp"
#include "botstore/postgres.hpp"

/// \file
/// For the files of the domains, which hold the functions of PostgresOperations.
///
/// Every function is one round trip. A write that depends on what is stored first locks what it
/// depends on and returns it, then changes rows on the conditions that the caller will check on
/// what was returned: if the caller then throws, nothing has been changed. Whoever changes messages
/// locks their threads' rows first, in the order of their ids, so that batches neither deadlock nor
/// pass each other.

namespace botstore::postgres {

/// A statement's text with the quoted schema in place of `{s}`, and other names in place of theirs:
/// `sql(schema, "select {columns} from {s}.threads", fmt::arg("columns", thread_columns))`.
template <class... Named>
[[nodiscard]] std::string sql(std::string_view schema, std::string_view text,
                              const Named&... named) {
  const auto quoted = fmt::arg("s", schema);
  return fmt::vformat(text, fmt::make_format_args(quoted, named...));
}

/// Locks the thread $1 and returns it, as read_thread reads it.
[[nodiscard]] std::string lock_thread(std::string_view schema);

/// Sets last_message_at of the threads $1, whose rows are locked, to what their messages say.
[[nodiscard]] std::string refresh_last_message(std::string_view schema);

}  // namespace botstore::postgres
