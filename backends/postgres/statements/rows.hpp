#pragma once

#include <string_view>

#include "backends/postgres/values/result.hpp"
#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore::postgres {

// The columns of each table in the order in which the function beside them reads them, from
// `first` on.

inline constexpr std::string_view thread_columns =
    "id, resource_id, title, metadata, created_at, updated_at, last_message_at, archived_at, "
    "last_sequence, revision";
[[nodiscard]] Thread read_thread(const Row& row, int first = 0);

inline constexpr std::string_view message_columns =
    "thread_id, id, resource_id, role, type, content, metadata, created_at, sequence, revision";
/// For a list that does not read the contents.
inline constexpr std::string_view message_columns_without_content =
    "thread_id, id, resource_id, role, type, json 'null', metadata, created_at, sequence, revision";
[[nodiscard]] Message read_message(const Row& row);

/// Without the thread, which the reader knows.
inline constexpr std::string_view metadata_columns =
    "message_ref, key, value, updated_at, revision";
[[nodiscard]] MetadataEntry read_metadata(const Row& row, std::string thread_id);

inline constexpr std::string_view resource_columns =
    "id, working_memory, metadata, created_at, updated_at, revision";
[[nodiscard]] Resource read_resource(const Row& row);

/// The Node adapter leaves values at NULL; they are no values then.
inline constexpr std::string_view contact_columns =
    "id, phone, created_at, updated_in, last_interaction, coalesce(\"values\", '{}')";
[[nodiscard]] Contact read_contact(const Row& row);

inline constexpr std::string_view history_columns =
    "id, ref, keyword, answer, refserialize, phone, options, created_at, updated_in, contact_id, "
    "entry_key";
[[nodiscard]] HistoryEntry read_history(const Row& row);

/// All rows of a result, each read by `read(row)`.
template <class Read>
[[nodiscard]] auto read_all(const Result& result, Read&& read) {
  std::vector<decltype(read(result.front()))> rows;
  rows.reserve(static_cast<std::size_t>(result.size()));
  for (const Row row : result) rows.push_back(read(row));
  return rows;
}

}  // namespace botstore::postgres
