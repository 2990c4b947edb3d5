#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/revisions.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

ResourceReceipt PostgresOperations::do_save_resource(const backend::SaveResource& request,
                                                     const CallOptions& call) {
  const auto& resource = request.resource;
  const auto statement = sql(schema(call), R"(
      insert into {s}.resources as r (id, working_memory, metadata, created_at, updated_at, revision)
      values ($1, $2, $3, coalesce($4, $6), coalesce($5, $6), $7)
      on conflict (id) do update
         set working_memory = excluded.working_memory, metadata = excluded.metadata,
             updated_at = coalesce($5, {forward}), revision = {replaced}
      returning created_at, updated_at, revision)",
                             fmt::arg("forward", moved_forward("r.updated_at", "$6")),
                             fmt::arg("replaced", revision_if_replaced("r")));
  const auto saved = session().save(
      "save_resource",
      Batch{statement, Params{resource.id, resource.working_memory, as_jsonb(resource.metadata),
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

std::optional<Resource> PostgresOperations::do_get_resource(std::string_view id,
                                                            const CallOptions& call) {
  const auto statement = sql(schema(call), "select {columns} from {s}.resources where id = $1",
                             fmt::arg("columns", resource_columns));
  const auto found = session().read_one("get_resource", Batch{statement, Params{id}}, call);
  if (found.empty()) return std::nullopt;
  return read_resource(found.front());
}

// A first write that races with another one updates what the other has inserted.
Resource PostgresOperations::do_update_resource(const backend::UpdateResource& request,
                                                const CallOptions& call) {
  const auto& update = request.update;
  const auto columns = fmt::arg("columns", resource_columns);
  const auto look = sql(
      schema(call), "select {columns} from {s}.resources where id = $1 for no key update", columns);
  const auto write = sql(schema(call), R"(
      insert into {s}.resources as r (id, working_memory, metadata, created_at, updated_at, revision)
      select $1, $3, coalesce($5, '{{}}'), $6, $6, $7
       where $8 is null or $8 = 0 or exists (select from {s}.resources where id = $1)
      on conflict (id) do update
         set working_memory = case when $2 then $3 else r.working_memory end,
             metadata = (r.metadata - $4) || coalesce($5, '{{}}'),
             updated_at = {forward}, revision = $7
       where ($8 is null or r.revision = $8)
         and ($2 and r.working_memory is distinct from $3
              or r.metadata <> (r.metadata - $4) || coalesce($5, '{{}}'))
      returning {columns})",
                         fmt::arg("forward", moved_forward("r.updated_at", "$6")), columns);
  Params params{request.id, update.working_memory.touched(), update.working_memory.value()};
  params.add_array(update.remove_metadata_keys)
      .add(as_jsonb(update.merge_metadata))
      .add(request.now)
      .add(request.revision)
      .add(update.expected_revision);
  const auto batch = Batch{}.add(look, Params{request.id}).add(write, std::move(params));
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
      .columns = std::string{resource_columns},
      .table = sql(schema(call), "{s}.resources"),
      .conditions =
          [&](Where& where) {
            where.prefix("id", query.id_prefix).filter("metadata", query.metadata);
          },
      .behind =
          [&](Where& where) {
            if (request.after)
              where.add(fmt::format("id {} $?", after(query.direction)), request.after->key);
          },
      .order = order_by({"id"}, query.direction)};
  const auto results = session().read("list_resources", list_batch(selection, query.page), call);
  return backend::make_page(request, read_all(results[0], read_resource),
                            total_of(results, query.page));
}

bool PostgresOperations::do_delete_resource(std::string_view id, const CallOptions& call) {
  const auto deleted = session().write_one(
      "delete_resource",
      Batch{sql(schema(call), "delete from {s}.resources where id = $1"), Params{id}}, call);
  return deleted.affected() > 0;
}

}  // namespace botstore::postgres
