#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::memory {

namespace {

ThreadReceipt receipt_of(Outcome outcome, const Thread& row) {
  return {row.id, outcome, row.created_at, row.updated_at, row.revision};
}

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

Thread saved_over(Thread row, const backend::SaveThread& request) {
  const auto& thread = request.thread;
  if (row.resource_id != thread.resource_id) throw backend::owner_conflict("save_thread", row.id);
  row.title = thread.title;
  row.metadata = thread.metadata;
  row.updated_at = thread.updated_at.value_or(backend::move_forward(row.updated_at, request.now));
  if (thread.archived_at) row.archived_at = thread.archived_at;
  row.revision = request.revision;
  return row;
}

/// The thread that an update changes.
const Thread& require_thread(const Edits& edits, std::string_view operation, const std::string& id,
                             std::optional<Revision> expected) {
  const auto* row = edits.threads.find<ThreadsById>(id);
  if (row == nullptr) throw backend::thread_not_found(operation, id);
  if (expected.value_or(row->revision) != row->revision)
    throw backend::revision_conflict(operation, backend::describe_thread(id), row->revision);
  return *row;
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

/// Gives the messages of `thread` that bear its resource to another one.
void reassign_messages(Edits& edits, const Thread& thread, const backend::ReassignThread& request) {
  auto messages = edits.messages.walk<MessagesOfThread>(all_of<MessagesOfThread>(thread.id));
  while (const auto* message = messages.next()) {
    if (message->resource_id != thread.resource_id) continue;
    auto row = *message;
    row.resource_id = request.resource_id;
    row.revision = request.revision;
    edits.messages.put(std::move(row));
  }
}

template <class Index, class Table>
void erase_all(Edit<Table>& table, Range<typename Index::Key> range) {
  auto rows = table.template walk<Index>(std::move(range));
  while (const auto* row = rows.next()) table.erase(*row);
}

bool matches(const Thread& row, const ThreadQuery& query) {
  if (query.archived != Archived::any &&
      row.archived_at.has_value() != (query.archived == Archived::only))
    return false;
  return (!query.resource_id || row.resource_id == *query.resource_id) &&
         contains(query.created, row.created_at) && contains(query.updated, row.updated_at) &&
         backend::matches(row.metadata, query.metadata);
}

/// Lists by an index whose keys begin with `owner`, then the time that the query orders by.
template <class Index, class... Owner>
Page<Thread> list_by(const Rows& rows, const backend::ListThreads& request, const Owner&... owner) {
  const auto& query = request.query;
  const auto& times = query.order_by == ThreadOrder::updated_at ? query.updated : query.created;
  const auto walk_from = [&](const std::optional<backend::ThreadPosition>& after) {
    auto range = all_in<Index>(times, owner...);
    if (after) range.begin_behind(query.direction, owner..., after->time, after->id);
    return rows.threads.walk<Index>(std::move(range), query.direction);
  };
  return list_page(request, walk_from, [&](const Thread& row) { return matches(row, query); });
}

}  // namespace

ThreadReceipt MemoryStore::do_save_thread(const backend::SaveThread& request,
                                          const CallOptions& call) {
  return write("save_thread", call, [&](Edits& edits) {
    const auto* stored = edits.threads.find<ThreadsById>(*request.thread.id);
    auto row = stored != nullptr ? saved_over(*stored, request) : new_row(request);
    auto receipt = receipt_of(stored != nullptr ? Outcome::replaced : Outcome::inserted, row);
    edits.threads.put(std::move(row));
    return receipt;
  });
}

std::optional<Thread> MemoryStore::do_get_thread(std::string_view id,
                                                 const GetThreadOptions& options,
                                                 const CallOptions&) {
  return read("get_thread", [&](const Rows& rows) -> std::optional<Thread> {
    const auto* row = rows.threads.find<ThreadsById>(id);
    if (row == nullptr || options.resource_id.value_or(row->resource_id) != row->resource_id)
      return std::nullopt;
    return *row;
  });
}

Thread MemoryStore::do_update_thread(const backend::UpdateThread& request,
                                     const CallOptions& call) {
  return write("update_thread", call, [&](Edits& edits) {
    const auto& stored =
        require_thread(edits, "update_thread", request.id, request.update.expected_revision);
    auto row = changed(stored, request.update);
    if (same_meaning(row, stored)) return stored;
    row.updated_at = backend::move_forward(stored.updated_at, request.now);
    row.revision = request.revision;
    edits.threads.put(row);
    return row;
  });
}

bool MemoryStore::do_delete_thread(std::string_view id, const CallOptions& call) {
  return write("delete_thread", call, [&](Edits& edits) {
    const auto* row = edits.threads.find<ThreadsById>(id);
    if (row == nullptr) return false;
    erase_all<MetadataByKey>(edits.metadata, all_of<MetadataByKey>(id));
    erase_all<MessagesOfThread>(edits.messages, all_of<MessagesOfThread>(id));
    edits.threads.erase(*row);
    return true;
  });
}

Page<Thread> MemoryStore::do_list_threads(const backend::ListThreads& request, const CallOptions&) {
  return read("list_threads", [&](const Rows& rows) {
    const auto& owner = request.query.resource_id;
    if (request.query.order_by == ThreadOrder::updated_at)
      return owner ? list_by<ThreadsOfResourceByUpdate>(rows, request, *owner)
                   : list_by<ThreadsByUpdate>(rows, request);
    return owner ? list_by<ThreadsOfResourceByCreation>(rows, request, *owner)
                 : list_by<ThreadsByCreation>(rows, request);
  });
}

Thread MemoryStore::do_reassign_thread(const backend::ReassignThread& request,
                                       const CallOptions& call) {
  return write("reassign_thread", call, [&](Edits& edits) {
    const auto& stored =
        require_thread(edits, "reassign_thread", request.id, request.expected_revision);
    if (stored.resource_id == request.resource_id) return stored;
    reassign_messages(edits, stored, request);
    auto row = stored;
    row.resource_id = request.resource_id;
    row.updated_at = backend::move_forward(stored.updated_at, request.now);
    row.revision = request.revision;
    edits.threads.put(row);
    return row;
  });
}

}  // namespace botstore::memory
