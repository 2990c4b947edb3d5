#include <algorithm>
#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"

namespace botstore::memory {

namespace {

using Selection = std::vector<const Message*>;

std::optional<std::int64_t> count_wanted(Limit limit) {
  if (limit.is_all() || limit.is_default()) return std::nullopt;
  return limit.rows();
}

/// The named messages of the source, the newest first.
Selection select_named(const Edits& edits, const std::string& thread_id,
                       const CloneOptions& options) {
  Selection selected;
  for (const auto& id : options.message_ids.values()) {
    const auto* row = edits.messages.find<MessagesByKey>(thread_id, id);
    if (row != nullptr && contains(options.created, row->created_at)) selected.push_back(row);
  }
  std::sort(selected.begin(), selected.end(), [](const Message* left, const Message* right) {
    return MessagesOfThread::of(*left) > MessagesOfThread::of(*right);
  });
  const auto wanted = count_wanted(options.most_recent);
  if (wanted && std::cmp_less(*wanted, selected.size()))
    selected.resize(static_cast<std::size_t>(*wanted));
  return selected;
}

/// Those of all messages of the source that the options leave, the newest first.
Selection select(const Edits& edits, const std::string& thread_id, const CloneOptions& options) {
  if (!options.message_ids.is_any()) return select_named(edits, thread_id, options);
  Selection selected;
  take(
      edits.messages.walk<MessagesOfThread>(all_in<MessagesOfThread>(options.created, thread_id),
                                            Direction::descending),
      0, count_wanted(options.most_recent), [](const Message&) { return true; },
      [&](const Message& row) { selected.push_back(&row); });
  return selected;
}

void copy_values(Edits& edits, const MessageKey& source, const Thread& clone) {
  auto values = edits.metadata.walk<MetadataByKey>(
      all_of<MetadataByKey>(source.thread_id, std::optional{source.id}));
  while (const auto* value = values.next()) {
    auto row = *value;
    row.owner.thread_id = clone.id;
    row.revision = clone.revision;
    edits.metadata.put(std::move(row));
  }
}

void copy_message(Edits& edits, const Message& message, const Thread& source, const Thread& clone) {
  auto row = message;
  row.thread_id = clone.id;
  if (row.resource_id == source.resource_id) row.resource_id = clone.resource_id;
  row.revision = clone.revision;
  edits.messages.put(std::move(row));
  copy_values(edits, message.key(), clone);
}

Thread clone_of(const Thread& source, const backend::CloneThread& request) {
  const auto& options = request.options;
  return {.id = *options.new_id,
          .resource_id = options.resource_id.value_or(source.resource_id),
          .title = options.title.value_or(source.title),
          .metadata = options.metadata,
          .created_at = request.now,
          .updated_at = request.now,
          .last_sequence = source.last_sequence,
          .revision = request.revision};
}

}  // namespace

CloneResult MemoryStore::do_clone_thread(const backend::CloneThread& request,
                                         const CallOptions& call) {
  return write("clone_thread", call, [&](Edits& edits) -> CloneResult {
    const auto* source = edits.threads.find<ThreadsById>(request.source_id);
    if (source == nullptr) throw backend::thread_not_found("clone_thread", request.source_id);
    auto clone = clone_of(*source, request);
    if (edits.threads.find<ThreadsById>(clone.id) != nullptr)
      throw backend::thread_exists("clone_thread", clone.id);
    const auto selected = select(edits, source->id, request.options);
    if (!selected.empty()) clone.last_message_at = selected.front()->created_at;
    for (const auto* message : selected) copy_message(edits, *message, *source, clone);
    edits.threads.put(clone);
    return {std::move(clone), selected.size()};
  });
}

}  // namespace botstore::memory
