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

/// The column message_id: empty for a value of the thread's own.
std::string_view message_of(const MetadataOwner& owner) {
  return owner.message_id ? std::string_view{*owner.message_id} : std::string_view{};
}

std::string_view operation_of(const backend::WriteMetadata& request) {
  return request.merge ? "merge_metadata" : "set_metadata";
}

/// Whether the owner is there, and what is stored under the key: what a write depends on.
struct Stored {
  bool has_owner;
  std::optional<bool> is_object;  ///< Absent: there is no such key.
  Timestamp updated_at{};
  Revision revision = no_revision;
};

Stored read_stored(const Row& row) {
  Stored stored{.has_owner = row.get<bool>(0), .is_object = row.get<std::optional<bool>>(1)};
  if (!stored.is_object) return stored;
  stored.updated_at = row.get<Timestamp>(2);
  stored.revision = row.get<Revision>(3);
  return stored;
}

void require_writable(const backend::WriteMetadata& request, const Stored& stored) {
  const auto operation = operation_of(request);
  const auto& owner = request.owner;
  if (!stored.has_owner && owner.message_id)
    throw backend::message_not_found(operation, {owner.thread_id, *owner.message_id});
  if (!stored.has_owner) throw backend::thread_not_found(operation, owner.thread_id);
  if (request.expected_revision && *request.expected_revision != stored.revision)
    throw backend::revision_conflict(operation, backend::describe(owner, request.key),
                                     stored.revision);
  if (request.merge && stored.is_object == false)
    throw backend::not_mergeable(operation, backend::describe(owner, request.key));
}

MetadataReceipt receipt_of(const Row& row) {
  const auto revision = row.get<Revision>(1);
  return {outcome_by(revision), row.get<Timestamp>(0), revision};
}

}  // namespace

constexpr SqlTemplate write_metadata_look_sql{"write_metadata look", R"(
      select case when $2 = '' then exists (select from {s}.threads where id = $1)
                  else exists (select from {s}.messages where id = $2 and thread_id = $1) end,
             m.is_object, m.updated_at, m.revision
        from (select) one
        left join (select jsonb_typeof(value) = 'object' as is_object, updated_at, revision
                     from {s}.metadata
                    where thread_id = $1 and message_id = $2 and key = $3
                      for no key update) m on true)"};

constexpr SqlTemplate write_metadata_write_sql{"write_metadata write", R"(
      insert into {s}.metadata as m (thread_id, message_id, key, value, updated_at, revision)
      select $1, $2, $3, $4, $5, $6
       where case when $2 = '' then exists (select from {s}.threads where id = $1)
                  else exists (select from {s}.messages where id = $2 and thread_id = $1) end
         and ($8 is null or $8 = 0
              or exists (select from {s}.metadata
                          where thread_id = $1 and message_id = $2 and key = $3))
      on conflict (thread_id, message_id, key) do update
         set value = case when $7 then m.value || excluded.value else excluded.value end,
             updated_at = {forward:m.updated_at $5}, revision = {replaced:m}
       where ($8 is null or m.revision = $8)
         and (not $7 or jsonb_typeof(m.value) = 'object' and m.value <> m.value || excluded.value)
      returning updated_at, revision)"};

MetadataReceipt PostgresOperations::do_write_metadata(const backend::WriteMetadata& request,
                                                      const CallOptions& call) {
  const auto message = message_of(request.owner);
  const auto batch =
      Batch{}
          .add(texts(call)[write_metadata_look_sql],
               Params{request.owner.thread_id, message, request.key})
          .add(texts(call)[write_metadata_write_sql],
               Params{request.owner.thread_id, message, request.key, as_jsonb(request.value),
                      request.now, if_inserted(request.revision), request.merge,
                      request.expected_revision});
  const auto operation = operation_of(request);
  for (int tries = 0; tries < most_tries; ++tries) {
    const auto results = request.expected_revision ? session().write(operation, batch, call)
                                                   : session().save(operation, batch, call).results;
    // What is written meets every condition, whatever the look before it has found.
    if (!results[1].empty()) return receipt_of(results[1].front());
    const auto stored = read_stored(results[0].front());
    require_writable(request, stored);
    if (!stored.is_object) continue;  // Somebody has just written the first value, or the owner.
    // Repeated, a merge finds its own work, and nothing more to do.
    const bool is_ours = is_of(stored.revision, request.revision);
    return {is_ours ? outcome_by(stored.revision) : Outcome::unchanged, stored.updated_at,
            stored.revision};
  }
  throw never_written(operation, backend::describe(request.owner, request.key));
}

constexpr SqlTemplate get_metadata_sql{"get_metadata", R"(
      select {metadata_columns} from {s}.metadata where thread_id = $1 and message_id = $2 and key = $3)"};

std::optional<MetadataEntry> PostgresOperations::do_get_metadata(const MetadataOwner& owner,
                                                                 std::string_view key,
                                                                 const CallOptions& call) {
  const auto found = session().read_one(
      "get_metadata",
      Batch{texts(call)[get_metadata_sql], Params{owner.thread_id, message_of(owner), key}}, call);
  if (found.empty()) return std::nullopt;
  return read_metadata(found.front(), owner.thread_id);
}

Page<MetadataEntry> PostgresOperations::do_list_metadata(const backend::ListMetadata& request,
                                                         const CallOptions& call) {
  const auto& query = request.query;
  const Selection selection{.name = "list_metadata",
                            .columns = metadata_columns,
                            .table = "metadata",
                            .conditions =
                                [&](Where& where) {
                                  where.add("thread_id = $?", request.owner.thread_id);
                                  if (!query.with_messages)
                                    where.add("message_id = $?", message_of(request.owner));
                                  where.prefix("key", query.key_prefix);
                                },
                            .behind =
                                [&](Where& where) {
                                  if (request.after)
                                    where.behind("message_id, key", query.direction,
                                                 request.after->message_id, request.after->key);
                                },
                            .order = order_by({"message_id", "key"}, query.direction)};
  const auto results =
      session().read("list_metadata", list_batch(texts(call), selection, query.page), call);
  const auto read = [&](const Row& row) { return read_metadata(row, request.owner.thread_id); };
  return backend::make_page(request, read_all(results[0], read), total_of(results, query.page));
}

constexpr SqlTemplate remove_metadata_look_sql{"remove_metadata look", R"(
      select revision from {s}.metadata where thread_id = $1 and message_id = $2 and key = $3
         for update)"};

constexpr SqlTemplate remove_metadata_remove_sql{"remove_metadata remove", R"(
      delete from {s}.metadata where thread_id = $1 and message_id = $2 and key = $3
         and ($4 is null or revision = $4))"};

bool PostgresOperations::do_remove_metadata(const backend::RemoveMetadata& request,
                                            const CallOptions& call) {
  const auto message = message_of(request.owner);
  const auto results = session().write(
      "remove_metadata",
      Batch{}
          .add(texts(call)[remove_metadata_look_sql],
               Params{request.owner.thread_id, message, request.key})
          .add(texts(call)[remove_metadata_remove_sql],
               Params{request.owner.thread_id, message, request.key, request.expected_revision}),
      call);
  if (results[0].empty()) return false;
  const auto current = results[0].front().get<Revision>(0);
  if (request.expected_revision && *request.expected_revision != current)
    throw backend::revision_conflict("remove_metadata",
                                     backend::describe(request.owner, request.key), current);
  return true;
}

}  // namespace botstore::postgres
