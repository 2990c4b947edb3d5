#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/revisions.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

constexpr SqlTemplate save_resource_sql{"save_resource", R"(
      insert into {s}.resources as r (id, working_memory, metadata, created_at, updated_at, revision)
      values ($1, $2, $3, coalesce($4, $6), coalesce($5, $6), $7)
      on conflict (id) do update
         set working_memory = excluded.working_memory, metadata = excluded.metadata,
             updated_at = coalesce($5, {forward:r.updated_at $6}), revision = {replaced:r}
      returning created_at, updated_at, revision)"};

ResourceReceipt PostgresOperations::do_save_resource(const backend::SaveResource& request,
                                                     const CallOptions& call) {
  const auto& resource = request.resource;
  const auto saved =
      session().save("save_resource",
                     Batch{texts(call)[save_resource_sql],
                           Params{resource.id, resource.working_memory, as_jsonb(resource.metadata),
                                  resource.created_at, resource.updated_at, request.now,
                                  if_inserted(request.revision)}},
                     call);
  const auto row = saved.results.front().front();
  const auto revision = row.get<Revision>(2);
  return {.outcome = outcome_by(revision),
          .created_at = row.get<Timestamp>(0),
          .updated_at = row.get<Timestamp>(1),
          .revision = revision};
}

constexpr SqlTemplate get_resource_sql{
    "get_resource", "select {resource_columns} from {s}.resources where id = $1"};

std::optional<Resource> PostgresOperations::do_get_resource(std::string_view id,
                                                            const CallOptions& call) {
  const auto found =
      session().read_one("get_resource", Batch{texts(call)[get_resource_sql], Params{id}}, call);
  if (found.empty()) return std::nullopt;
  return read_resource(found.front());
}

// A first write that races with another one updates what the other has inserted.
constexpr SqlTemplate update_resource_look_sql{
    "update_resource look",
    "select {resource_columns} from {s}.resources where id = $1 for no key update"};

constexpr SqlTemplate update_resource_write_sql{"update_resource write", R"(
      insert into {s}.resources as r (id, working_memory, metadata, created_at, updated_at, revision)
      select $1, $3, coalesce($5, '{{}}'), $6, $6, $7
       where $8 is null or $8 = 0 or exists (select from {s}.resources where id = $1)
      on conflict (id) do update
         set working_memory = case when $2 then $3 else r.working_memory end,
             metadata = (r.metadata - $4) || coalesce($5, '{{}}'),
             updated_at = {forward:r.updated_at $6}, revision = $7
       where ($8 is null or r.revision = $8)
         and ($2 and r.working_memory is distinct from $3
              or r.metadata <> (r.metadata - $4) || coalesce($5, '{{}}'))
      returning {resource_columns})"};

Resource PostgresOperations::do_update_resource(const backend::UpdateResource& request,
                                                const CallOptions& call) {
  const auto& update = request.update;
  Params params{request.id, update.working_memory.touched(), update.working_memory.value()};
  params.add_array(update.remove_metadata_keys)
      .add(as_jsonb(update.merge_metadata))
      .add(request.now)
      .add(request.revision)
      .add(update.expected_revision);
  const auto batch = Batch{}
                         .add(texts(call)[update_resource_look_sql], Params{request.id})
                         .add(texts(call)[update_resource_write_sql], std::move(params));
  const auto expected = update.expected_revision;
  for (int tries = 0; tries < most_tries; ++tries) {
    const auto results = session().write("update_resource", batch, call);
    // What is written meets every condition, whatever the look before it has found.
    if (!results[1].empty()) return read_resource(results[1].front());
    const auto& locked = results[0];
    const auto current = locked.empty() ? no_revision : locked.front().get<Revision>(5);
    if (expected && *expected != current)
      throw backend::revision_conflict("update_resource", backend::describe_resource(request.id),
                                       current);
    if (!locked.empty()) return read_resource(locked.front());
    // Somebody has just made the resource.
  }
  throw never_written("update_resource", backend::describe_resource(request.id));
}

Page<Resource> PostgresOperations::do_list_resources(const backend::ListResources& request,
                                                     const CallOptions& call) {
  const auto& query = request.query;
  const Selection selection{
      .name = "list_resources",
      .columns = resource_columns,
      .table = "resources",
      .conditions =
          [&](Where& where) {
            where.prefix("id", query.id_prefix).filter("metadata", query.metadata);
          },
      .behind =
          [&](Where& where) {
            if (request.after) where.behind("id", query.direction, request.after->key);
          },
      .order = order_by({"id"}, query.direction)};
  const auto results =
      session().read("list_resources", list_batch(texts(call), selection, query.page), call);
  return backend::make_page(request, read_all(results[0], read_resource),
                            total_of(results, query.page));
}

constexpr SqlTemplate delete_resource_sql{"delete_resource",
                                          "delete from {s}.resources where id = $1"};

bool PostgresOperations::do_delete_resource(std::string_view id, const CallOptions& call) {
  const auto deleted = session().write_one(
      "delete_resource", Batch{texts(call)[delete_resource_sql], Params{id}}, call);
  return deleted.affected() > 0;
}

}  // namespace botstore::postgres
