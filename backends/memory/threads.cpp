#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/json.hpp"
#include "lib/writes/threads.hpp"

namespace botstore::memory {

namespace {

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
    auto row = detail::saved(stored, request);
    auto receipt =
        detail::receipt_of(stored != nullptr ? Outcome::replaced : Outcome::inserted, row);
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
    const auto* stored = edits.threads.find<ThreadsById>(request.id);
    const auto row = detail::updated(stored, request);
    if (!row) return *stored;
    edits.threads.put(*row);
    return *row;
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
    const auto* stored = edits.threads.find<ThreadsById>(request.id);
    const auto row = detail::reassigned(stored, request);
    if (!row) return *stored;
    reassign_messages(edits, *stored, request);
    edits.threads.put(*row);
    return *row;
  });
}

}  // namespace botstore::memory
