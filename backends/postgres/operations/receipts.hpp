#pragma once

#include "backends/postgres/values/result.hpp"
#include "botstore/backend/requests.hpp"
#include "botstore/message.hpp"

namespace botstore::postgres {

using SavedItem = backend::SaveMessages::Item;

/// What a saved message looks like before its time and its sequence are known.
[[nodiscard]] MessageReceipt inserted(const SavedItem& item);

/// The receipt for a message that was there, whose created_at, sequence and revision stand in the
/// columns 2, 3 and 4. Throws `AlreadyExists` if the policy is to fail.
[[nodiscard]] MessageReceipt receipt_of_known(const Row& row, const SavedItem& item,
                                              SavePolicy policy);

}  // namespace botstore::postgres
