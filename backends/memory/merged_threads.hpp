#pragma once

#include <optional>
#include <vector>

#include "backends/memory/tables.hpp"
#include "botstore/backend/requests.hpp"

namespace botstore::memory {

/// The messages of several threads in one order: one bounded walk through each, of which the next
/// in the order is taken. Reads no further than it is asked to.
class MergedThreads {
 public:
  /// The threads and the time range of the query, in its direction, from the beginning or from
  /// behind a place.
  MergedThreads(const View<MessageTable>& messages, const MessageQuery& query,
                const std::optional<backend::MessagePosition>& after);

  /// The next message; null at the end.
  [[nodiscard]] const Message* next();

 private:
  using ThreadWalk = decltype(std::declval<View<MessageTable>>().walk<MessagesOfThread>(
      std::declval<Range<MessagesOfThread::Key>>()));

  /// A thread that has not ended, and its next message.
  struct Thread {
    ThreadWalk walk;
    const Message* next;
  };

  /// A heap's order: true if `left` comes after `right`.
  [[nodiscard]] bool comes_later(const Thread& left, const Thread& right) const;

  Direction direction_;
  std::vector<Thread> threads_;  // A heap; the one with the next message is on top.
};

}  // namespace botstore::memory
