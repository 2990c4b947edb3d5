#include <utility>

#include "backends/memory/changed_threads.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::memory {

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

/// Calls `use(row)` for the values that hang on the message.
template <class Use>
void for_each_value(Edits& edits, const Message& message, const Use& use) {
  auto values = edits.metadata.walk<MetadataByKey>(
      all_of<MetadataByKey>(message.thread_id, std::optional{message.id}));
  while (const auto* value = values.next()) use(*value);
}

void take_values_along(Edits& edits, const Message& message, const std::string& target_id) {
  for_each_value(edits, message, [&](const MetadataEntry& value) {
    auto row = value;
    row.owner.thread_id = target_id;
    edits.metadata.put(std::move(row));
    edits.metadata.erase(value);
  });
}

/// Takes `stored` out of its thread, and gives `row`, which is to replace it, its place in another.
void move(Edits& edits, ChangedThreads& threads, const Message& stored, Message& row,
          const std::string& target_id) {
  const auto* target = threads.find(target_id);
  if (target == nullptr) throw backend::thread_not_found(operation, target_id);
  if (edits.messages.find<MessagesByKey>(target_id, row.id) != nullptr)
    throw backend::message_exists(operation, {target_id, row.id});
  if (row.resource_id == threads.find(stored.thread_id)->resource_id)
    row.resource_id = target->resource_id;
  row.thread_id = target_id;
  row.sequence = target->last_sequence + 1;
  take_values_along(edits, stored, target_id);
  edits.messages.erase(stored);
  threads.lose(stored);
  threads.gain(row);
}

MessageReceipt update_one(Edits& edits, ChangedThreads& threads,
                          const backend::UpdateMessages::Item& item) {
  const auto& update = item.update;
  const auto* stored = edits.messages.find<MessagesByKey>(update.key.thread_id, update.key.id);
  if (stored == nullptr) return {.key = update.key, .outcome = Outcome::not_found};
  if (update.expected_revision.value_or(stored->revision) != stored->revision)
    throw backend::revision_conflict(operation, backend::describe(update.key), stored->revision);

  auto row = changed(*stored, update);
  if (!update.move_to_thread && same_meaning(row, *stored))
    return {update.key, Outcome::unchanged, stored->created_at, stored->sequence, stored->revision};
  row.revision = item.revision;
  static_cast<void>(threads.find(update.key.thread_id));
  if (update.move_to_thread)
    move(edits, threads, *stored, row, *update.move_to_thread);
  else
    threads.change(row);
  edits.messages.put(row);
  return {row.key(), Outcome::replaced, row.created_at, row.sequence, row.revision};
}

}  // namespace

std::vector<MessageReceipt> MemoryStore::do_update_messages(const backend::UpdateMessages& request,
                                                            const CallOptions& call) {
  return write(operation, call, [&](Edits& edits) {
    ChangedThreads threads{edits};
    std::vector<MessageReceipt> receipts;
    receipts.reserve(request.items.size());
    for (const auto& item : request.items) receipts.push_back(update_one(edits, threads, item));
    threads.write(request.now);
    return receipts;
  });
}

std::uint64_t MemoryStore::do_delete_messages(const backend::DeleteMessages& request,
                                              const CallOptions& call) {
  return write("delete_messages", call, [&](Edits& edits) {
    ChangedThreads threads{edits};
    std::uint64_t deleted = 0;
    for (const auto& key : request.keys) {
      const auto* row = edits.messages.find<MessagesByKey>(key.thread_id, key.id);
      if (row == nullptr || threads.find(key.thread_id) == nullptr) continue;
      for_each_value(edits, *row, [&](const MetadataEntry& value) { edits.metadata.erase(value); });
      edits.messages.erase(*row);
      threads.lose(*row);
      ++deleted;
    }
    threads.write(request.now);
    return deleted;
  });
}

}  // namespace botstore::memory
