#include <utility>

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "lib/writes/changed_threads.hpp"
#include "lib/writes/messages.hpp"

namespace botstore::detail {

namespace {

constexpr std::string_view operation = "update_messages";

/// The content after the update. One that keeps its meaning under a merge keeps its bytes.
Json content_after(const Message& row, const MessageUpdate& update) {
  if (update.content) return *update.content;
  if (!update.merge_content) return row.content;
  if (!row.content.is_object())
    throw backend::not_mergeable(operation, backend::describe(row.key()));
  auto merged = backend::merge_contents(row.content, *update.merge_content);
  return merged == row.content ? row.content : merged;
}

/// What the update makes of `row`; its place and its revision are not touched.
Message changed(Message row, const MessageUpdate& update) {
  if (update.role) row.role = *update.role;
  if (update.type) row.type = *update.type;
  row.content = content_after(row, update);
  row.metadata = backend::merge_objects(row.metadata, update.remove_metadata_keys,
                                        update.merge_metadata ? &*update.merge_metadata : nullptr);
  return row;
}

bool same_meaning(const Message& left, const Message& right) {
  return left.role == right.role && left.type == right.type &&
         left.content.text() == right.content.text() && left.metadata == right.metadata;
}

/// Gives `row` its place in another thread, and takes it out of its own.
void move(MessageRows& rows, ChangedThreads& threads, Message row, const std::string& target_id) {
  const auto from = row.key();
  const auto* target = threads.find(target_id);
  if (target == nullptr) throw backend::thread_not_found(operation, target_id);
  if (rows.find_message({target_id, row.id}) != nullptr)
    throw backend::message_exists(operation, {target_id, row.id});
  if (row.resource_id == threads.find(from.thread_id)->resource_id)
    row.resource_id = target->resource_id;
  row.thread_id = target_id;
  row.sequence = target->last_sequence + 1;
  threads.lose(from.thread_id);
  threads.gain(row);
  rows.move_message(from, std::move(row));
}

MessageReceipt update_one(MessageRows& rows, ChangedThreads& threads,
                          const backend::UpdateMessages::Item& item) {
  const auto& update = item.update;
  const auto* stored = rows.find_message(update.key);
  if (stored == nullptr) return {.key = update.key, .outcome = Outcome::not_found};
  if (update.expected_revision.value_or(stored->revision) != stored->revision)
    throw backend::revision_conflict(operation, backend::describe(update.key), stored->revision);

  auto row = changed(*stored, update);
  if (!update.move_to_thread && same_meaning(row, *stored))
    return {update.key, Outcome::unchanged, row.created_at, row.sequence, row.revision};
  row.revision = item.revision;
  static_cast<void>(threads.find(update.key.thread_id));
  MessageReceipt receipt{row.key(), Outcome::replaced, row.created_at, row.sequence, row.revision};
  if (update.move_to_thread) {
    move(rows, threads, std::move(row), *update.move_to_thread);
    receipt.key.thread_id = *update.move_to_thread;
    receipt.sequence = threads.find(*update.move_to_thread)->last_sequence;
  } else {
    threads.change(row.thread_id);
    rows.update_message(std::move(row));
  }
  return receipt;
}

}  // namespace

std::vector<MessageReceipt> update_messages(MessageRows& rows,
                                            const backend::UpdateMessages& request) {
  ChangedThreads threads{rows};
  std::vector<MessageReceipt> receipts;
  receipts.reserve(request.items.size());
  for (const auto& item : request.items) receipts.push_back(update_one(rows, threads, item));
  threads.write(request.now);
  return receipts;
}

std::uint64_t delete_messages(MessageRows& rows, const backend::DeleteMessages& request) {
  ChangedThreads threads{rows};
  std::uint64_t deleted = 0;
  for (const auto& key : request.keys) {
    if (rows.find_message(key) == nullptr || threads.find(key.thread_id) == nullptr) continue;
    rows.delete_message(key);
    threads.lose(key.thread_id);
    ++deleted;
  }
  threads.write(request.now);
  return deleted;
}

}  // namespace botstore::detail
