#include "backends/memory/merged_threads.hpp"

#include <algorithm>
#include <utility>

namespace botstore::memory {

namespace {

using Key = MessagesOfThread::Key;

auto place_of(const Message& row) {
  return std::tie(row.created_at, row.thread_id, row.sequence);
}

/// Where a thread goes on behind a place, which may be another thread's: messages of one time are
/// ordered by their threads' ids.
Edge<Key> edge_behind(const backend::MessagePosition& place, const std::string& thread_id,
                      Direction direction) {
  if (thread_id < place.thread_id) return Edge<Key>::behind(thread_id, place.created_at);
  if (thread_id > place.thread_id) return Edge<Key>::before(thread_id, place.created_at);
  return direction == Direction::ascending
             ? Edge<Key>::behind(thread_id, place.created_at, place.sequence)
             : Edge<Key>::before(thread_id, place.created_at, place.sequence);
}

}  // namespace

MergedThreads::MergedThreads(const View<MessageTable>& messages, const MessageQuery& query,
                             const std::optional<backend::MessagePosition>& after)
    : direction_{query.direction} {
  for (const auto& id : query.thread_ids.values()) {
    auto range = all_in<MessagesOfThread>(query.created, id);
    if (after) range.begin_at(direction_, edge_behind(*after, id, direction_));
    auto walk = messages.walk<MessagesOfThread>(std::move(range), direction_);
    if (const auto* first = walk.next()) threads_.push_back({std::move(walk), first});
  }
  std::make_heap(threads_.begin(), threads_.end(),
                 [this](const auto& left, const auto& right) { return comes_later(left, right); });
}

const Message* MergedThreads::next() {
  if (threads_.empty()) return nullptr;
  const auto later = [this](const auto& left, const auto& right) {
    return comes_later(left, right);
  };
  std::pop_heap(threads_.begin(), threads_.end(), later);
  auto& thread = threads_.back();
  const auto* message = std::exchange(thread.next, thread.walk.next());
  if (thread.next != nullptr)
    std::push_heap(threads_.begin(), threads_.end(), later);
  else
    threads_.pop_back();
  return message;
}

bool MergedThreads::comes_later(const Thread& left, const Thread& right) const {
  return direction_ == Direction::ascending ? place_of(*left.next) > place_of(*right.next)
                                            : place_of(*left.next) < place_of(*right.next);
}

}  // namespace botstore::memory
