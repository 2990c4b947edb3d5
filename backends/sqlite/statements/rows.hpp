#pragma once

#include <string_view>
#include <vector>

#include "backends/sqlite/connection/query.hpp"
#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore::sqlite {

// The columns of each table in the order in which the function beside them reads them.

inline constexpr std::string_view thread_columns =
    "id, resource_id, title, metadata, created_at, updated_at, last_message_at, archived_at, "
    "last_sequence, revision";
[[nodiscard]] Thread read_thread(const Query& row);

inline constexpr std::string_view message_columns =
    "thread_id, id, resource_id, role, type, content, metadata, created_at, sequence, revision";
/// For a list that does not read the contents.
inline constexpr std::string_view message_columns_without_content =
    "thread_id, id, resource_id, role, type, 'null', metadata, created_at, sequence, revision";
[[nodiscard]] Message read_message(const Query& row);
[[nodiscard]] inline std::string_view message_columns_for(bool with_content) noexcept {
  return with_content ? message_columns : message_columns_without_content;
}

inline constexpr std::string_view metadata_columns =
    "thread_id, message_ref, key, value, updated_at, revision";
[[nodiscard]] MetadataEntry read_metadata(const Query& row);

inline constexpr std::string_view resource_columns =
    "id, working_memory, metadata, created_at, updated_at, revision";
[[nodiscard]] Resource read_resource(const Query& row);

inline constexpr std::string_view contact_columns =
    "id, phone, created_at, updated_in, last_interaction, \"values\"";
[[nodiscard]] Contact read_contact(const Query& row);

inline constexpr std::string_view history_columns =
    "id, ref, keyword, answer, refserialize, phone, options, created_at, updated_in, contact_id, "
    "entry_key";
[[nodiscard]] HistoryEntry read_history(const Query& row);

/// The row that a query finds, read by `read(query)`; absent if it finds none.
template <class Read>
[[nodiscard]] auto read_one(Query& query, const Read& read)
    -> std::optional<decltype(read(query))> {
  if (!query.next()) return std::nullopt;
  return read(query);
}

/// All rows that a query finds.
template <class Read>
[[nodiscard]] auto read_all(Query& query, const Read& read) {
  std::vector<decltype(read(query))> rows;
  while (query.next()) rows.push_back(read(query));
  return rows;
}

}  // namespace botstore::sqlite
