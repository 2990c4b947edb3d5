#include "lib/storage/fold.hpp"

#include <set>
#include <tuple>
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
  const auto key = [&batch](std::size_t item) {
    const auto& message = batch.items[item].message;
    return std::tie(message.thread_id, *message.id);
  };
  const auto before = [&key](std::size_t a, std::size_t b) { return key(a) < key(b); };
  std::set<std::size_t, decltype(before)> places{before};
  for (auto& message : messages) {
    batch.items.push_back({.message = std::move(message)});
    const auto [place, is_new] = places.insert(batch.items.size() - 1);
    batch.item_of.push_back(*place);
    if (is_new) continue;
    auto again = std::move(batch.items.back().message);
    batch.items.pop_back();
    save_over(batch.items[*place].message, std::move(again), policy);
  }
  const auto revisions = new_revisions(batch.items.size());
  for (std::size_t i = 0; i < revisions.size(); ++i) batch.items[i].revision = revisions[i];
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
