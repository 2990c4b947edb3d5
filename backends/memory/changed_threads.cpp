#include "backends/memory/changed_threads.hpp"

#include <algorithm>
#include <utility>

#include "botstore/backend/rows.hpp"

namespace botstore::memory {

namespace {

std::optional<Timestamp> last_message_at(const Edits& edits, const std::string& thread_id) {
  const auto* last =
      edits.messages
          .walk<MessagesOfThread>(all_of<MessagesOfThread>(thread_id), Direction::descending)
          .next();
  if (last == nullptr) return std::nullopt;
  return last->created_at;
}

}  // namespace

const Thread* ChangedThreads::find(const std::string& id) {
  const auto [place, is_new] = entries_.try_emplace(id);
  auto& entry = place->second;
  if (is_new) {
    const auto* row = edits_.threads.find<ThreadsById>(id);
    entry.exists = row != nullptr;
    if (row != nullptr) entry.thread = *row;
  }
  return entry.exists ? &entry.thread : nullptr;
}

void ChangedThreads::gain(const Message& message) {
  auto& thread = changed(message).thread;
  thread.last_sequence = message.sequence;
  thread.last_message_at =
      std::max(thread.last_message_at.value_or(message.created_at), message.created_at);
}

void ChangedThreads::change(const Message& message) {
  static_cast<void>(changed(message));
}

void ChangedThreads::lose(const Message& message) {
  auto& entry = changed(message);
  if (message.created_at == entry.thread.last_message_at) entry.lost_last = true;
}

void ChangedThreads::write(Timestamp now) {
  for (auto& [id, entry] : entries_) {
    if (!entry.changed) continue;
    auto& thread = entry.thread;
    if (entry.lost_last) thread.last_message_at = last_message_at(edits_, id);
    thread.updated_at = backend::move_forward(thread.updated_at, now);
    edits_.threads.put(std::move(thread));
  }
}

ChangedThreads::Entry& ChangedThreads::changed(const Message& message) {
  auto& entry = entries_.at(message.thread_id);
  entry.changed = true;
  return entry;
}

}  // namespace botstore::memory
