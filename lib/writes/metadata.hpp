#pragma once

#include <optional>
#include <string_view>

#include "botstore/backend/requests.hpp"

/// \file
/// What a write makes of a metadata value's row; see lib/writes/threads.hpp.

namespace botstore::detail {

/// How errors name the write: `set_metadata` or `merge_metadata`.
[[nodiscard]] std::string_view operation_of(const backend::WriteMetadata& request) noexcept;

/// The row that a write leaves, whose owner is there; absent if a merge changes nothing. Throws
/// `Conflict`.
[[nodiscard]] std::optional<MetadataEntry> written(const MetadataEntry* stored,
                                                   const backend::WriteMetadata& request);
[[nodiscard]] MetadataReceipt receipt_of(Outcome outcome, const MetadataEntry& row);

/// Throws `Conflict` if a removal expects another revision.
void require_removable(const MetadataEntry& stored, const backend::RemoveMetadata& request);

}  // namespace botstore::detail
