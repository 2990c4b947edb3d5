#pragma once

#include <string_view>
#include <vector>

#include "backends/postgres/values/batch.hpp"
#include "botstore/contact.hpp"
#include "botstore/history.hpp"

/// \file
/// A restore's first statements look at what it depends on and say in a setting, which ends with
/// the transaction, whether it is granted. Every statement that changes rows asks for that.

namespace botstore::postgres {

inline constexpr std::string_view restore_is_granted =
    "current_setting('botstore.restore', true) = 'granted'";

/// Adds what restores contacts and history entries, of which there are some.
void add_people(Batch& batch, std::string_view schema, const std::vector<Contact>& contacts,
                const std::vector<HistoryEntry>& history);

}  // namespace botstore::postgres
