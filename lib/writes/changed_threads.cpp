#include "lib/writes/changed_threads.hpp"

#include <algorithm>
#include <utility>

#include "botstore/backend/page.hpp"

namespace botstore::detail {

const Thread* ChangedThreads::find(const std::string& id) {
  const auto [place, is_new] = entries_.try_emplace(id);
  auto& entry = place->second;
  if (is_new) {
    const auto* row = rows_.find_thread(id);
    entry.exists = row != nullptr;
    if (row != nullptr) entry.thread = *row;
  }
  return entry.exists ? &entry.thread : nullptr;
}

void ChangedThreads::gain(const Message& message) {
  auto& thread = changed(message.thread_id).thread;
  thread.last_sequence = message.sequence;
  thread.last_message_at =
      std::max(thread.last_message_at.value_or(message.created_at), message.created_at);
}

void ChangedThreads::change(const std::string& thread_id) {
  static_cast<void>(changed(thread_id));
}

void ChangedThreads::lose(const std::string& thread_id) {
  changed(thread_id).lost_one = true;
}

void ChangedThreads::write(Timestamp now) {
  for (auto& [id, entry] : entries_) {
    if (!entry.changed) continue;
    auto& thread = entry.thread;
    if (entry.lost_one) thread.last_message_at = rows_.last_message_at(id);
    thread.updated_at = backend::move_forward(thread.updated_at, now);
    rows_.update_thread(std::move(thread));
  }
}

ChangedThreads::Entry& ChangedThreads::changed(const std::string& thread_id) {
  auto& entry = entries_.at(thread_id);
  entry.changed = true;
  return entry;
}

}  // namespace botstore::detail
