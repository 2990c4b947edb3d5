#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"

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

void require_revision(std::string_view operation, const MetadataOwner& owner,
                      const std::string& key, const MetadataEntry* stored,
                      std::optional<Revision> expected) {
  const auto current = stored != nullptr ? stored->revision : no_revision;
  if (expected.value_or(current) != current)
    throw backend::revision_conflict(operation, backend::describe(owner, key), current);
}

/// The value that the write leaves.
Json value_after(std::string_view operation, const backend::WriteMetadata& request,
                 const MetadataEntry* stored) {
  if (!request.merge || stored == nullptr) return request.value;
  if (!stored->value.is_object())
    throw backend::not_mergeable(operation, backend::describe(request.owner, request.key));
  return backend::merge_objects(stored->value, {}, &request.value);
}

const MetadataEntry* find(const auto& metadata, const MetadataOwner& owner, std::string_view key) {
  return metadata.template find<MetadataByKey>(owner.thread_id, owner.message_id, key);
}

}  // namespace

MetadataReceipt MemoryStore::do_write_metadata(const backend::WriteMetadata& request,
                                               const CallOptions& call) {
  const std::string_view operation = request.merge ? "merge_metadata" : "set_metadata";
  return write(operation, call, [&](Edits& edits) -> MetadataReceipt {
    require_owner(edits, operation, request.owner);
    const auto* stored = find(edits.metadata, request.owner, request.key);
    require_revision(operation, request.owner, request.key, stored, request.expected_revision);
    auto value = value_after(operation, request, stored);
    if (request.merge && stored != nullptr && value == stored->value)
      return {Outcome::unchanged, stored->updated_at, stored->revision};
    const auto updated_at =
        stored != nullptr ? backend::move_forward(stored->updated_at, request.now) : request.now;
    edits.metadata.put(
        {request.owner, request.key, std::move(value), updated_at, request.revision});
    return {stored != nullptr ? Outcome::replaced : Outcome::inserted, updated_at,
            request.revision};
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
    const auto walk_from = [&](const std::optional<backend::KeyPosition>& after) {
      auto range =
          beginning_with<MetadataByKey>(query.key_prefix, owner.thread_id, owner.message_id);
      if (after) range.begin_behind(query.direction, owner.thread_id, owner.message_id, after->key);
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
    require_revision("remove_metadata", request.owner, request.key, stored,
                     request.expected_revision);
    edits.metadata.erase(*stored);
    return true;
  });
}

}  // namespace botstore::memory
