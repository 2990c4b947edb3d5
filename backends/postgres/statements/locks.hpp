#pragma once

#include <string>
#include <string_view>

#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/error.hpp"

/// \file
/// How writes that depend on what is stored keep others out.
///
/// Every operation is one round trip. A write that depends on what is stored first locks what it
/// depends on and returns it, then changes rows on the conditions that the caller will check on
/// what was returned: if the caller then throws, nothing has been changed. Whoever changes messages
/// locks their threads' rows first, in the order of their ids, so that batches neither deadlock nor
/// pass each other.

namespace botstore::postgres {

/// Locks the thread $1 and returns it, as read_thread reads it.
extern const SqlTemplate lock_thread;

/// A write that finds neither a row nor a place for one has raced with another, and is done again;
/// more often than this it is no race.
inline constexpr int most_tries = 10;
[[nodiscard]] Error never_written(std::string_view operation, const std::string& what);

/// Lock those of several threads that are there, in the order of their ids: of the array $1, or of
/// the single id $1. They return ids and last sequences; one row, of nulls, if there is none.
extern const SqlTemplate lock_threads;
extern const SqlTemplate lock_one_thread;

/// In a later statement of the transaction, behind `id =`: one of those that lock_threads has
/// locked. What came to be while it waited is none of them.
inline constexpr std::string_view any_locked =
    "any ((select current_setting('botstore.locked')::text[])::text[])";

/// An expression over rows that are deleted, which bear a thread_id: notes the threads that lose
/// them, for refresh_last_message in the same transaction.
inline constexpr std::string_view note_losers =
    "set_config('botstore.losers', coalesce(array_agg(distinct thread_id), '{}')::text, true)";

/// A condition of a restore's statements: the one that came first has found nothing against it.
inline constexpr std::string_view restore_is_granted =
    "current_setting('botstore.restore', true) = 'granted'";

/// Sets last_message_at of the threads noted, whose rows are locked, to what their messages say.
extern const SqlTemplate refresh_last_message;

}  // namespace botstore::postgres
