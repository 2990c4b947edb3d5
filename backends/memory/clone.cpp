#include <algorithm>
#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "lib/writes/threads.hpp"

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
  edits.messages.put(detail::cloned(message, source, clone));
  copy_values(edits, message.key(), clone);
}

}  // namespace

CloneResult MemoryStore::do_clone_thread(const backend::CloneThread& request,
                                         const CallOptions& call) {
  return write("clone_thread", call, [&](Edits& edits) -> CloneResult {
    const auto* source = edits.threads.find<ThreadsById>(request.source_id);
    auto clone =
        detail::cloned(source, edits.threads.find<ThreadsById>(*request.options.new_id), request);
    const auto selected = select(edits, source->id, request.options);
    if (!selected.empty()) clone.last_message_at = selected.front()->created_at;
    for (const auto* message : selected) copy_message(edits, *message, *source, clone);
    edits.threads.put(clone);
    return {std::move(clone), selected.size()};
  });
}

}  // namespace botstore::memory
