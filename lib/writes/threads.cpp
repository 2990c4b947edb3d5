#include "lib/writes/threads.hpp"

#include <utility>

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "botstore/backend/page.hpp"

namespace botstore::detail {

namespace {

Thread new_row(const backend::SaveThread& request) {
  const auto& thread = request.thread;
  return {.id = *thread.id,
          .resource_id = thread.resource_id,
          .title = thread.title,
          .metadata = thread.metadata,
          .created_at = thread.created_at.value_or(request.now),
          .updated_at = thread.updated_at.value_or(request.now),
          .archived_at = thread.archived_at,
          .revision = request.revision};
}

/// The thread that an operation changes.
const Thread& require_thread(std::string_view operation, const Thread* stored,
                             const std::string& id, std::optional<Revision> expected) {
  if (stored == nullptr) throw backend::thread_not_found(operation, id);
  if (expected.value_or(stored->revision) != stored->revision)
    throw backend::revision_conflict(operation, backend::describe_thread(id), stored->revision);
  return *stored;
}

/// What the update makes of `row`; its times and its revision are not touched.
Thread changed(Thread row, const ThreadUpdate& update) {
  if (update.title) row.title = *update.title;
  if (update.archived_at.touched()) row.archived_at = update.archived_at.value();
  row.metadata = backend::merge_objects(row.metadata, update.remove_metadata_keys,
                                        update.merge_metadata ? &*update.merge_metadata : nullptr);
  return row;
}

bool same_meaning(const Thread& left, const Thread& right) {
  return left.title == right.title && left.archived_at == right.archived_at &&
         left.metadata == right.metadata;
}

}  // namespace

Thread saved(const Thread* stored, const backend::SaveThread& request) {
  if (stored == nullptr) return new_row(request);
  const auto& thread = request.thread;
  auto row = *stored;
  if (row.resource_id != thread.resource_id) throw backend::owner_conflict("save_thread", row.id);
  row.title = thread.title;
  row.metadata = thread.metadata;
  row.updated_at = thread.updated_at.value_or(backend::move_forward(row.updated_at, request.now));
  if (thread.archived_at) row.archived_at = thread.archived_at;
  row.revision = request.revision;
  return row;
}

ThreadReceipt receipt_of(Outcome outcome, const Thread& row) {
  return {row.id, outcome, row.created_at, row.updated_at, row.revision};
}

std::optional<Thread> updated(const Thread* stored, const backend::UpdateThread& request) {
  const auto& before =
      require_thread("update_thread", stored, request.id, request.update.expected_revision);
  auto row = changed(before, request.update);
  if (same_meaning(row, before)) return std::nullopt;
  row.updated_at = backend::move_forward(before.updated_at, request.now);
  row.revision = request.revision;
  return row;
}

std::optional<Thread> reassigned(const Thread* stored, const backend::ReassignThread& request) {
  auto row = require_thread("reassign_thread", stored, request.id, request.expected_revision);
  if (row.resource_id == request.resource_id) return std::nullopt;
  row.resource_id = request.resource_id;
  row.updated_at = backend::move_forward(row.updated_at, request.now);
  row.revision = request.revision;
  return row;
}

Thread cloned(const Thread* source, const Thread* taken, const backend::CloneThread& request) {
  if (source == nullptr) throw backend::thread_not_found("clone_thread", request.source_id);
  const auto& options = request.options;
  if (taken != nullptr) throw backend::thread_exists("clone_thread", *options.new_id);
  return {.id = *options.new_id,
          .resource_id = options.resource_id.value_or(source->resource_id),
          .title = options.title.value_or(source->title),
          .metadata = options.metadata,
          .created_at = request.now,
          .updated_at = request.now,
          .last_sequence = source->last_sequence,
          .revision = request.revision};
}

Message cloned(Message message, const Thread& source, const Thread& clone) {
  message.thread_id = clone.id;
  if (message.resource_id == source.resource_id) message.resource_id = clone.resource_id;
  message.revision = clone.revision;
  return message;
}

}  // namespace botstore::detail
