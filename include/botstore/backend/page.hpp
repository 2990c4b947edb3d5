#pragma once

/// \file
/// For authors of backends: turns the rows that a list found into the page that the caller gets.

#include <cstdint>
#include <optional>
#include <vector>

#include "botstore/backend/requests.hpp"
#include "botstore/export.hpp"

namespace botstore::backend {

/// How many rows a backend fetches for a list, after its position and its offset: one more than the
/// page holds, so that `has_more` is true to the data; for messages also one for each message that
/// the includes can bring. Absent: all of them.
[[nodiscard]] BOTSTORE_EXPORT std::optional<std::int64_t> rows_wanted(const Paging& page);
[[nodiscard]] BOTSTORE_EXPORT std::optional<std::int64_t> rows_wanted(const MessageQuery& query);

/// Makes the page of `rows`: the query's rows in its order, as many as `rows_wanted` says or all
/// that there are. Cuts them to the limit, and fills has_more, next_cursor and the total.
[[nodiscard]] BOTSTORE_EXPORT Page<Thread> make_page(const ListThreads& request,
                                                     std::vector<Thread> rows,
                                                     std::optional<std::uint64_t> total);
[[nodiscard]] BOTSTORE_EXPORT Page<MetadataEntry> make_page(const ListMetadata& request,
                                                            std::vector<MetadataEntry> rows,
                                                            std::optional<std::uint64_t> total);
[[nodiscard]] BOTSTORE_EXPORT Page<Resource> make_page(const ListResources& request,
                                                       std::vector<Resource> rows,
                                                       std::optional<std::uint64_t> total);
[[nodiscard]] BOTSTORE_EXPORT Page<Contact> make_page(const ListContacts& request,
                                                      std::vector<Contact> rows,
                                                      std::optional<std::uint64_t> total);
[[nodiscard]] BOTSTORE_EXPORT Page<HistoryEntry> make_page(const ListHistory& request,
                                                           std::vector<HistoryEntry> rows,
                                                           std::optional<std::uint64_t> total);

/// The same for messages. `included` holds the includes' windows, in any order and with
/// repetitions: they are merged into the page, each message once.
[[nodiscard]] BOTSTORE_EXPORT Page<Message> make_page(const ListMessages& request,
                                                      std::vector<Message> rows,
                                                      std::vector<Message> included,
                                                      std::optional<std::uint64_t> total);

/// Sorts by (created_at, thread_id, sequence).
BOTSTORE_EXPORT void sort_messages(std::vector<Message>& messages, Direction direction);

/// The updated_at that a write at `now` gives to a row that bears `stored`: it always moves
/// forward.
[[nodiscard]] BOTSTORE_EXPORT Timestamp move_forward(Timestamp stored, Timestamp now) noexcept;

}  // namespace botstore::backend
