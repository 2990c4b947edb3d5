#include "lib/storage/fold.hpp"

#include <map>
#include <utility>

#include "lib/random.hpp"

namespace botstore::detail {

namespace {

/// What is left of two saves of one message in turn, the first of which may have created it.
void save_over(NewMessage& first, NewMessage second, SavePolicy policy) {
  if (policy == SavePolicy::keep) return;
  second.created_at = first.created_at;
  first = std::move(second);
}

}  // namespace

FoldedBatch fold(std::vector<NewMessage> messages, SavePolicy policy) {
  FoldedBatch batch;
  batch.items.reserve(messages.size());
  batch.item_of.reserve(messages.size());
  std::map<MessageKey, std::size_t> places;
  for (auto& message : messages) {
    const auto [place, is_new] =
        places.try_emplace({message.thread_id, *message.id}, batch.items.size());
    batch.item_of.push_back(place->second);
    if (is_new)
      batch.items.push_back({std::move(message), new_revision()});
    else
      save_over(batch.items[place->second].message, std::move(message), policy);
  }
  return batch;
}

std::vector<MessageReceipt> unfold(const FoldedBatch& batch, std::vector<MessageReceipt> receipts,
                                   SavePolicy policy) {
  if (batch.item_of.size() == receipts.size()) return receipts;
  std::vector<MessageReceipt> all;
  all.reserve(batch.item_of.size());
  for (const auto item : batch.item_of) {
    all.push_back(receipts[item]);
    // The first save of a message may have created it; the next ones found it there.
    receipts[item].outcome = policy == SavePolicy::keep ? Outcome::duplicate : Outcome::replaced;
  }
  return all;
}

}  // namespace botstore::detail
