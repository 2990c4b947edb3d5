#pragma once

#include <cstddef>
#include <vector>

#include "botstore/backend/requests.hpp"

namespace botstore::detail {

/// A batch of saves in which each key comes once, and which of its items each message of the
/// caller's batch became. Saving it does what saving the caller's messages in turn does.
struct FoldedBatch {
  std::vector<backend::SaveMessages::Item> items{};
  std::vector<std::size_t> item_of{};  ///< By the message's place in the caller's batch.
};

/// The messages have their ids. Under `SavePolicy::fail` no key comes twice.
[[nodiscard]] FoldedBatch fold(std::vector<NewMessage> messages, SavePolicy policy);

/// The receipts of the caller's messages, from those of the items.
[[nodiscard]] std::vector<MessageReceipt> unfold(const FoldedBatch& batch,
                                                 std::vector<MessageReceipt> receipts,
                                                 SavePolicy policy);

}  // namespace botstore::detail
