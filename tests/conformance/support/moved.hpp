#pragma once

/// \file
/// Rows for the checks of restore, and all that a store holds.

#include <cstdint>
#include <string>

#include "botstore/restore.hpp"
#include "botstore/storage.hpp"

namespace botstore::testing {

/// Rows as another store would have written them; their times are of the first hours of
/// 2026-02-01.
[[nodiscard]] Thread moved_thread(std::string id);
/// `m7` for the number 7, which is its sequence and its minute too.
[[nodiscard]] Message moved_message(std::string thread_id, std::int64_t number);
[[nodiscard]] MetadataEntry moved_value(MetadataOwner owner, std::string key);
[[nodiscard]] Resource moved_resource(std::string id);
[[nodiscard]] Contact moved_contact(std::int64_t id, std::optional<std::string> phone);
/// An entry whose key is absent has no phone either.
[[nodiscard]] HistoryEntry moved_entry(std::int64_t id, std::optional<std::string> entry_key,
                                       std::optional<std::string> phone = {});

/// One row of each kind at least, and whatever a field can be.
[[nodiscard]] StoredRows moved_rows();

/// All rows of a store: threads, resources and values by key, messages in their order, contacts by
/// id, history by time.
[[nodiscard]] StoredRows all_rows(Storage& store);

/// Row by row and field by field.
void expect_same_rows(const StoredRows& actual, const StoredRows& expected);

}  // namespace botstore::testing
