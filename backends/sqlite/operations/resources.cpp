#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"
#include "lib/process/never_destroyed.hpp"
#include "lib/writes/resources.hpp"

namespace botstore::sqlite {

namespace {

std::optional<Resource> find(Connection& connection, std::string_view id) {
  static constinit detail::NeverDestroyed<std::string> sql;
  const auto text = [] {
    return fmt::format("select {} from resources where id = ?1", resource_columns);
  };
  Query query{connection, sql.get(text), id};
  return read_one(query, read_resource);
}

}  // namespace

ResourceReceipt SqliteOperations::do_save_resource(const backend::SaveResource& request,
                                                   const CallOptions& call) {
  return session().write("save_resource", call, [&](Connection& connection) {
    const auto stored = find(connection, request.resource.id);
    const auto row = detail::saved(stored ? &*stored : nullptr, request);
    put_resource(connection, row);
    return detail::receipt_of(stored ? Outcome::replaced : Outcome::inserted, row);
  });
}

std::optional<Resource> SqliteOperations::do_get_resource(std::string_view id,
                                                          const CallOptions& call) {
  return session().read("get_resource", call,
                        [&](Connection& connection) { return find(connection, id); });
}

Resource SqliteOperations::do_update_resource(const backend::UpdateResource& request,
                                              const CallOptions& call) {
  return session().write("update_resource", call, [&](Connection& connection) {
    const auto stored = find(connection, request.id);
    const auto row = detail::updated(stored ? &*stored : nullptr, request);
    if (!row) return *stored;
    put_resource(connection, *row);
    return *row;
  });
}

Page<Resource> SqliteOperations::do_list_resources(const backend::ListResources& request,
                                                   const CallOptions& call) {
  const auto& query = request.query;
  Where matching;
  matching.prefix("id", query.id_prefix).filter("metadata", query.metadata);
  auto behind = matching;
  if (request.after)
    behind.add(fmt::format("id {} ?", after(query.direction)), {request.after->key});
  const Selection selection{.columns = resource_columns,
                            .table = "resources",
                            .matching = std::move(matching),
                            .behind = std::move(behind),
                            .order = order_by({"id"}, query.direction)};
  return session().read("list_resources", call, [&](Connection& connection) {
    return list_page(connection, request, selection, read_resource);
  });
}

bool SqliteOperations::do_delete_resource(std::string_view id, const CallOptions& call) {
  return session().write("delete_resource", call, [&](Connection& connection) {
    return run(connection, "delete from resources where id = ?1", id) > 0;
  });
}

}  // namespace botstore::sqlite
