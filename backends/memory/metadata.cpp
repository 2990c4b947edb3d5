#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"
#include "lib/writes/metadata.hpp"

namespace botstore::memory {

namespace {

void require_owner(const Edits& edits, std::string_view operation, const MetadataOwner& owner) {
  if (edits.threads.find<ThreadsById>(owner.thread_id) == nullptr)
    throw backend::thread_not_found(operation, owner.thread_id);
  if (!owner.message_id) return;
  const MessageKey key{owner.thread_id, *owner.message_id};
  if (edits.messages.find<MessagesByKey>(key.thread_id, key.id) == nullptr)
    throw backend::message_not_found(operation, key);
}

std::optional<std::string> message_of(const backend::MetadataPosition& place) {
  if (place.message_id.empty()) return std::nullopt;
  return place.message_id;
}

const MetadataEntry* find(const auto& metadata, const MetadataOwner& owner, std::string_view key) {
  return metadata.template find<MetadataByKey>(owner.thread_id, owner.message_id, key);
}

}  // namespace

MetadataReceipt MemoryStore::do_write_metadata(const backend::WriteMetadata& request,
                                               const CallOptions& call) {
  const auto operation = detail::operation_of(request);
  return write(operation, call, [&](Edits& edits) {
    require_owner(edits, operation, request.owner);
    const auto* stored = find(edits.metadata, request.owner, request.key);
    auto row = detail::written(stored, request);
    if (!row) return detail::receipt_of(Outcome::unchanged, *stored);
    const auto receipt =
        detail::receipt_of(stored != nullptr ? Outcome::replaced : Outcome::inserted, *row);
    edits.metadata.put(std::move(*row));
    return receipt;
  });
}

std::optional<MetadataEntry> MemoryStore::do_get_metadata(const MetadataOwner& owner,
                                                          std::string_view key,
                                                          const CallOptions&) {
  return read("get_metadata", [&](const Rows& rows) -> std::optional<MetadataEntry> {
    if (const auto* row = find(rows.metadata, owner, key)) return *row;
    return std::nullopt;
  });
}

Page<MetadataEntry> MemoryStore::do_list_metadata(const backend::ListMetadata& request,
                                                  const CallOptions&) {
  return read("list_metadata", [&](const Rows& rows) {
    const auto& query = request.query;
    const auto& owner = request.owner;
    const auto walk_from = [&](const std::optional<backend::MetadataPosition>& after) {
      auto range = query.with_messages ? all_of<MetadataByKey>(owner.thread_id)
                                       : beginning_with<MetadataByKey>(
                                             query.key_prefix, owner.thread_id, owner.message_id);
      if (after)
        range.begin_behind(query.direction, owner.thread_id, message_of(*after), after->key);
      return rows.metadata.walk<MetadataByKey>(std::move(range), query.direction);
    };
    return list_page(request, walk_from, [&](const MetadataEntry& row) {
      return row.key.starts_with(query.key_prefix);
    });
  });
}

bool MemoryStore::do_remove_metadata(const backend::RemoveMetadata& request,
                                     const CallOptions& call) {
  return write("remove_metadata", call, [&](Edits& edits) {
    const auto* stored = find(edits.metadata, request.owner, request.key);
    if (stored == nullptr) return false;
    detail::require_removable(*stored, request);
    edits.metadata.erase(*stored);
    return true;
  });
}

}  // namespace botstore::memory
