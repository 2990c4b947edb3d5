#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/revisions.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

/// Throws what keeps an update of the thread from being done, as its locked row tells.
void require_updatable(std::string_view operation, std::string_view id, const Result& locked,
                       std::optional<Revision> expected) {
  if (locked.empty()) throw backend::thread_not_found(operation, id);
  const auto current = locked.front().get<Revision>(9);
  if (expected && *expected != current)
    throw backend::revision_conflict(operation, backend::describe_thread(id), current);
}

/// What a write returned, or, where it wrote nothing, what had been locked.
Thread updated_or_locked(const Result& updated, const Result& locked) {
  return read_thread(updated.empty() ? locked.front() : updated.front());
}

void add_archived(Where& where, Archived archived) {
  if (archived == Archived::only) where.add("archived_at is not null");
  if (archived == Archived::excluded) where.add("archived_at is null");
}

}  // namespace

constexpr SqlTemplate save_thread_sql{"save_thread", R"(
      insert into {s}.threads as t (id, resource_id, title, metadata, created_at, updated_at,
                                    archived_at, last_sequence, revision)
      values ($1, $2, $3, $4, coalesce($5, $8), coalesce($6, $8), $7, 0, $9)
      on conflict (id) do update
         set title = excluded.title, metadata = excluded.metadata,
             updated_at = coalesce($6, {forward:t.updated_at $8}),
             archived_at = coalesce(excluded.archived_at, t.archived_at),
             revision = {replaced:t}
       where t.resource_id = excluded.resource_id
      returning created_at, updated_at, revision)"};

ThreadReceipt PostgresOperations::do_save_thread(const backend::SaveThread& request,
                                                 const CallOptions& call) {
  const auto& thread = request.thread;
  const auto saved =
      session().save("save_thread",
                     Batch{texts(call)[save_thread_sql],
                           Params{*thread.id, thread.resource_id, thread.title,
                                  as_jsonb(thread.metadata), thread.created_at, thread.updated_at,
                                  thread.archived_at, request.now, if_inserted(request.revision)}},
                     call);
  const auto& rows = saved.results.front();
  if (rows.empty()) throw backend::owner_conflict("save_thread", *thread.id);
  const auto row = rows.front();
  const auto revision = row.get<Revision>(2);
  return {.id = *thread.id,
          .outcome = outcome_by(revision),
          .created_at = row.get<Timestamp>(0),
          .updated_at = row.get<Timestamp>(1),
          .revision = revision};
}

constexpr SqlTemplate get_thread_sql{"get_thread",
                                     "select {thread_columns} from {s}.threads where id = $1"};

constexpr SqlTemplate get_thread_of_resource_sql{
    "get_thread of a resource",
    "select {thread_columns} from {s}.threads where id = $1 and resource_id = $2"};

std::optional<Thread> PostgresOperations::do_get_thread(std::string_view id,
                                                        const GetThreadOptions& options,
                                                        const CallOptions& call) {
  const auto& sql = options.resource_id ? get_thread_of_resource_sql : get_thread_sql;
  Params params{id};
  if (options.resource_id) params.add(*options.resource_id);
  const auto found =
      session().read_one("get_thread", Batch{texts(call)[sql], std::move(params)}, call);
  if (found.empty()) return std::nullopt;
  return read_thread(found.front());
}

constexpr SqlTemplate update_thread_write_sql{"update_thread write", R"(
      update {s}.threads
         set title = coalesce($2, title),
             metadata = (metadata - $3::text[]) || coalesce($4, '{{}}'),
             archived_at = case when $5 then $6 else archived_at end,
             updated_at = {forward:updated_at $7}, revision = $8
       where id = $1 and ($9::bigint is null or revision = $9)
         and (title <> coalesce($2, title)
              or metadata <> (metadata - $3::text[]) || coalesce($4, '{{}}')
              or $5 and archived_at is distinct from $6)
      returning {thread_columns})"};

Thread PostgresOperations::do_update_thread(const backend::UpdateThread& request,
                                            const CallOptions& call) {
  const auto& update = request.update;
  Params params{request.id, update.title};
  params.add_array(update.remove_metadata_keys);
  params.add(as_jsonb(update.merge_metadata))
      .add(update.archived_at.touched())
      .add(update.archived_at.value())
      .add(request.now)
      .add(request.revision)
      .add(update.expected_revision);
  const auto results =
      session().write("update_thread",
                      Batch{}
                          .add(texts(call)[lock_thread], Params{request.id})
                          .add(texts(call)[update_thread_write_sql], std::move(params)),
                      call);
  require_updatable("update_thread", request.id, results[0], update.expected_revision);
  return updated_or_locked(results[1], results[0]);
}

constexpr SqlTemplate delete_thread_sql{"delete_thread", "delete from {s}.threads where id = $1"};

bool PostgresOperations::do_delete_thread(std::string_view id, const CallOptions& call) {
  const auto deleted =
      session().write_one("delete_thread", Batch{texts(call)[delete_thread_sql], Params{id}}, call);
  return deleted.affected() > 0;
}

Page<Thread> PostgresOperations::do_list_threads(const backend::ListThreads& request,
                                                 const CallOptions& call) {
  const auto& query = request.query;
  const bool by_creation = query.order_by == ThreadOrder::created_at;
  const Selection selection{
      .name = "list_threads",
      .columns = thread_columns,
      .table = "threads",
      .conditions =
          [&](Where& where) {
            if (query.resource_id)
              where.add("resource_id = $?", *query.resource_id);
            else
              where.add("id <> ''");  // The condition of the indexes of everybody's threads.
            add_archived(where, query.archived);
            where.range("created_at", query.created)
                .range("updated_at", query.updated)
                .filter("metadata", query.metadata);
          },
      .behind =
          [&](Where& where) {
            if (request.after)
              where.behind(by_creation ? "created_at, id" : "updated_at, id", query.direction,
                           request.after->time, request.after->id);
          },
      .order = order_by({by_creation ? "created_at" : "updated_at", "id"}, query.direction)};
  const auto results =
      session().read("list_threads", list_batch(texts(call), selection, query.page), call);
  return backend::make_page(request,
                            read_all(results[0], [](const Row& row) { return read_thread(row); }),
                            total_of(results, query.page));
}

constexpr SqlTemplate reassign_thread_write_sql{"reassign_thread write", R"(
      with old as (
        select resource_id from {s}.threads
         where id = $1 and resource_id <> $2 and ($3::bigint is null or revision = $3)
      ), moved as (
        update {s}.messages m set resource_id = $2, revision = $5
          from old where m.thread_id = $1 and m.resource_id = old.resource_id
      )
      update {s}.threads t set resource_id = $2, updated_at = {forward:t.updated_at $4}, revision = $5
        from old where t.id = $1
      returning {thread_columns:t.})"};

Thread PostgresOperations::do_reassign_thread(const backend::ReassignThread& request,
                                              const CallOptions& call) {
  const auto results =
      session().write("reassign_thread",
                      Batch{}
                          .add(texts(call)[lock_thread], Params{request.id})
                          .add(texts(call)[reassign_thread_write_sql],
                               Params{request.id, request.resource_id, request.expected_revision,
                                      request.now, request.revision}),
                      call);
  require_updatable("reassign_thread", request.id, results[0], request.expected_revision);
  return updated_or_locked(results[1], results[0]);
}

}  // namespace botstore::postgres
