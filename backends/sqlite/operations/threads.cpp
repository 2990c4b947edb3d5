#include "lib/writes/threads.hpp"
#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"

namespace botstore::sqlite {

namespace {

Selection selection_of(const backend::ListThreads& request) {
  const auto& query = request.query;
  const std::string time = query.order_by == ThreadOrder::updated_at ? "updated_at" : "created_at";
  Where matching;
  if (query.resource_id) matching.add("resource_id = ?", {*query.resource_id});
  if (query.archived == Archived::only) matching.add("archived_at is not null");
  if (query.archived == Archived::excluded) matching.add("archived_at is null");
  matching.range("created_at", query.created)
      .range("updated_at", query.updated)
      .filter("metadata", query.metadata);
  auto behind = matching;
  if (request.after)
    behind.add("(" + time + ", id) " + std::string{after(query.direction)} + " (?, ?)",
               {as_value(request.after->time), request.after->id});
  return {.columns = thread_columns,
          .table = "threads",
          .matching = std::move(matching),
          .behind = std::move(behind),
          .order = order_by({time, "id"}, query.direction)};
}

}  // namespace

ThreadReceipt SqliteOperations::do_save_thread(const backend::SaveThread& request,
                                               const CallOptions& call) {
  return session().write("save_thread", call, [&](Connection& connection) {
    const auto stored = find_thread(connection, *request.thread.id);
    const auto row = detail::saved(pointer_to(stored), request);
    stored ? replace_thread(connection, row) : insert_thread(connection, row);
    return detail::receipt_of(stored ? Outcome::replaced : Outcome::inserted, row);
  });
}

std::optional<Thread> SqliteOperations::do_get_thread(std::string_view id,
                                                      const GetThreadOptions& options,
                                                      const CallOptions& call) {
  return session().read("get_thread", call, [&](Connection& connection) {
    auto row = find_thread(connection, id);
    if (row && options.resource_id.value_or(row->resource_id) != row->resource_id) row.reset();
    return row;
  });
}

Thread SqliteOperations::do_update_thread(const backend::UpdateThread& request,
                                          const CallOptions& call) {
  return session().write("update_thread", call, [&](Connection& connection) {
    const auto stored = find_thread(connection, request.id);
    const auto row = detail::updated(pointer_to(stored), request);
    if (!row) return *stored;
    replace_thread(connection, *row);
    return *row;
  });
}

// The messages and the values go with the thread, by their foreign keys.
bool SqliteOperations::do_delete_thread(std::string_view id, const CallOptions& call) {
  return session().write("delete_thread", call, [&](Connection& connection) {
    return run(connection, "delete from threads where id = ?1", id) > 0;
  });
}

Page<Thread> SqliteOperations::do_list_threads(const backend::ListThreads& request,
                                               const CallOptions& call) {
  return session().read("list_threads", call, [&](Connection& connection) {
    return list_page(connection, request, selection_of(request), read_thread);
  });
}

Thread SqliteOperations::do_reassign_thread(const backend::ReassignThread& request,
                                            const CallOptions& call) {
  return session().write("reassign_thread", call, [&](Connection& connection) {
    const auto stored = find_thread(connection, request.id);
    const auto row = detail::reassigned(pointer_to(stored), request);
    if (!row) return *stored;
    run(connection, R"(
        update messages set resource_id = ?3, revision = ?4
         where thread_id = ?1 and +resource_id = ?2)",
        row->id, stored->resource_id, row->resource_id, row->revision);
    replace_thread(connection, *row);
    return *row;
  });
}

}  // namespace botstore::sqlite
