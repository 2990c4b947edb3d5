#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/json.hpp"
#include "lib/writes/resources.hpp"

namespace botstore::memory {

ResourceReceipt MemoryStore::do_save_resource(const backend::SaveResource& request,
                                              const CallOptions& call) {
  return write("save_resource", call, [&](Edits& edits) {
    const auto* stored = edits.resources.find<ResourcesById>(request.resource.id);
    auto row = detail::saved(stored, request);
    const auto receipt =
        detail::receipt_of(stored != nullptr ? Outcome::replaced : Outcome::inserted, row);
    edits.resources.put(std::move(row));
    return receipt;
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
    const auto row = detail::updated(stored, request);
    if (!row) return *stored;
    edits.resources.put(*row);
    return *row;
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
