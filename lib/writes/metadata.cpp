#include "lib/writes/metadata.hpp"

#include <utility>

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "botstore/backend/page.hpp"

namespace botstore::detail {

namespace {

void require_revision(std::string_view operation, const MetadataOwner& owner,
                      const std::string& key, const MetadataEntry* stored,
                      std::optional<Revision> expected) {
  const auto current = stored != nullptr ? stored->revision : no_revision;
  if (expected.value_or(current) != current)
    throw backend::revision_conflict(operation, backend::describe(owner, key), current);
}

/// The value that the write leaves.
Json value_after(const MetadataEntry* stored, const backend::WriteMetadata& request) {
  if (!request.merge || stored == nullptr) return request.value;
  if (!stored->value.is_object())
    throw backend::not_mergeable(operation_of(request),
                                 backend::describe(request.owner, request.key));
  return backend::merge_objects(stored->value, {}, &request.value);
}

}  // namespace

std::string_view operation_of(const backend::WriteMetadata& request) noexcept {
  return request.merge ? "merge_metadata" : "set_metadata";
}

std::optional<MetadataEntry> written(const MetadataEntry* stored,
                                     const backend::WriteMetadata& request) {
  require_revision(operation_of(request), request.owner, request.key, stored,
                   request.expected_revision);
  auto value = value_after(stored, request);
  if (request.merge && stored != nullptr && value == stored->value) return std::nullopt;
  const auto updated_at =
      stored != nullptr ? backend::move_forward(stored->updated_at, request.now) : request.now;
  return MetadataEntry{request.owner, request.key, std::move(value), updated_at, request.revision};
}

MetadataReceipt receipt_of(Outcome outcome, const MetadataEntry& row) {
  return {outcome, row.updated_at, row.revision};
}

void require_removable(const MetadataEntry& stored, const backend::RemoveMetadata& request) {
  require_revision("remove_metadata", request.owner, request.key, &stored,
                   request.expected_revision);
}

}  // namespace botstore::detail
