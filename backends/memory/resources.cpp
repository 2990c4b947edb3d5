#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::memory {

namespace {

/// What the update makes of `row`; its times and its revision are not touched.
Resource changed(Resource row, const ResourceUpdate& update) {
  if (update.working_memory.touched()) row.working_memory = update.working_memory.value();
  row.metadata = backend::merge_objects(row.metadata, update.remove_metadata_keys,
                                        update.merge_metadata ? &*update.merge_metadata : nullptr);
  return row;
}

bool same_meaning(const Resource& left, const Resource& right) {
  return left.working_memory == right.working_memory && left.metadata == right.metadata;
}

}  // namespace

ResourceReceipt MemoryStore::do_save_resource(const backend::SaveResource& request,
                                              const CallOptions& call) {
  return write("save_resource", call, [&](Edits& edits) -> ResourceReceipt {
    const auto& resource = request.resource;
    const auto* stored = edits.resources.find<ResourcesById>(resource.id);
    const auto now =
        stored != nullptr ? backend::move_forward(stored->updated_at, request.now) : request.now;
    const auto created_at =
        stored != nullptr ? stored->created_at : resource.created_at.value_or(request.now);
    const auto updated_at = resource.updated_at.value_or(now);
    edits.resources.put({.id = resource.id,
                         .working_memory = resource.working_memory,
                         .metadata = resource.metadata,
                         .created_at = created_at,
                         .updated_at = updated_at,
                         .revision = request.revision});
    return {stored != nullptr ? Outcome::replaced : Outcome::inserted, created_at, updated_at,
            request.revision};
  });
}

std::optional<Resource> MemoryStore::do_get_resource(std::string_view id, const CallOptions&) {
  return read("get_resource", [&](const Rows& rows) -> std::optional<Resource> {
    if (const auto* row = rows.resources.find<ResourcesById>(id)) return *row;
    return std::nullopt;
  });
}

Resource MemoryStore::do_update_resource(const backend::UpdateResource& request,
                                         const CallOptions& call) {
  return write("update_resource", call, [&](Edits& edits) {
    const auto* stored = edits.resources.find<ResourcesById>(request.id);
    const auto current = stored != nullptr ? stored->revision : no_revision;
    if (request.update.expected_revision.value_or(current) != current)
      throw backend::revision_conflict("update_resource", backend::describe_resource(request.id),
                                       current);
    auto row = stored != nullptr ? changed(*stored, request.update)
                                 : changed({.id = request.id,
                                            .metadata = Json::object({}),
                                            .created_at = request.now,
                                            .updated_at = request.now},
                                           request.update);
    if (stored != nullptr && same_meaning(row, *stored)) return *stored;
    if (stored != nullptr) row.updated_at = backend::move_forward(stored->updated_at, request.now);
    row.revision = request.revision;
    edits.resources.put(row);
    return row;
  });
}

Page<Resource> MemoryStore::do_list_resources(const backend::ListResources& request,
                                              const CallOptions&) {
  return read("list_resources", [&](const Rows& rows) {
    const auto& query = request.query;
    const auto walk_from = [&](const std::optional<backend::KeyPosition>& after) {
      auto range = beginning_with<ResourcesById>(query.id_prefix);
      if (after) range.begin_behind(query.direction, after->key);
      return rows.resources.walk<ResourcesById>(std::move(range), query.direction);
    };
    return list_page(request, walk_from, [&](const Resource& row) {
      return row.id.starts_with(query.id_prefix) && backend::matches(row.metadata, query.metadata);
    });
  });
}

bool MemoryStore::do_delete_resource(std::string_view id, const CallOptions& call) {
  return write("delete_resource", call, [&](Edits& edits) {
    const auto* row = edits.resources.find<ResourcesById>(id);
    if (row == nullptr) return false;
    edits.resources.erase(*row);
    return true;
  });
}

}  // namespace botstore::memory
