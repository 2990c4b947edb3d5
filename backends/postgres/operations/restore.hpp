#pragma once

#include <vector>

#include "backends/postgres/statements/sql_texts.hpp"
#include "backends/postgres/values/batch.hpp"
#include "botstore/contact.hpp"
#include "botstore/history.hpp"

/// \file
/// A restore's first statements look at what it depends on and say in a setting, which ends with
/// the transaction, whether it is granted. Every statement that changes rows asks for that, by
/// `{restore_is_granted}`.

namespace botstore::postgres {

/// Adds what restores contacts and history entries, of which there are some.
void add_people(Batch& batch, const SqlTexts& texts, const std::vector<Contact>& contacts,
                const std::vector<HistoryEntry>& history);

}  // namespace botstore::postgres
