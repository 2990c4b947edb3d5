#pragma once

#include "botstore/backend/requests.hpp"

/// \file
/// What a write makes of a contact's and a history entry's row; see lib/writes/threads.hpp.

namespace botstore::detail {

/// The row that a save leaves. A new one bears no id yet.
[[nodiscard]] Contact saved(const Contact* stored, const backend::SaveContact& request);
[[nodiscard]] ContactReceipt receipt_of(Outcome outcome, const Contact& row);

/// The row of the contact that a new history entry comes from. A new one bears no id yet.
[[nodiscard]] Contact met(const Contact* stored, const backend::SaveHistory& request);

/// The row of a new history entry but for its id.
[[nodiscard]] HistoryEntry new_entry(const backend::SaveHistory& request, std::int64_t contact_id);
[[nodiscard]] HistoryReceipt receipt_of(Outcome outcome, const HistoryEntry& row);

}  // namespace botstore::detail
