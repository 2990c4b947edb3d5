#include "lib/writes/resources.hpp"

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "botstore/backend/page.hpp"

namespace botstore::detail {

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

Resource saved(const Resource* stored, const backend::SaveResource& request) {
  const auto& resource = request.resource;
  const auto now =
      stored != nullptr ? backend::move_forward(stored->updated_at, request.now) : request.now;
  return {.id = resource.id,
          .working_memory = resource.working_memory,
          .metadata = resource.metadata,
          .created_at =
              stored != nullptr ? stored->created_at : resource.created_at.value_or(request.now),
          .updated_at = resource.updated_at.value_or(now),
          .revision = request.revision};
}

ResourceReceipt receipt_of(Outcome outcome, const Resource& row) {
  return {outcome, row.created_at, row.updated_at, row.revision};
}

std::optional<Resource> updated(const Resource* stored, const backend::UpdateResource& request) {
  const auto current = stored != nullptr ? stored->revision : no_revision;
  if (request.update.expected_revision.value_or(current) != current)
    throw backend::revision_conflict("update_resource", backend::describe_resource(request.id),
                                     current);
  const Resource fresh{.id = request.id,
                       .metadata = Json::object({}),
                       .created_at = request.now,
                       .updated_at = request.now};
  auto row = changed(stored != nullptr ? *stored : fresh, request.update);
  if (stored != nullptr && same_meaning(row, *stored)) return std::nullopt;
  if (stored != nullptr) row.updated_at = backend::move_forward(stored->updated_at, request.now);
  row.revision = request.revision;
  return row;
}

}  // namespace botstore::detail
