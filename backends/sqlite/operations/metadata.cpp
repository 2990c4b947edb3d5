#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"
#include "botstore/backend/errors.hpp"
#include "lib/process/never_destroyed.hpp"
#include "lib/writes/metadata.hpp"

namespace botstore::sqlite {

namespace {

void require_owner(Connection& connection, std::string_view operation, const MetadataOwner& owner) {
  Query thread{connection, "select 1 from threads where id = ?1", owner.thread_id};
  if (!thread.next()) throw backend::thread_not_found(operation, owner.thread_id);
  if (!owner.message_id) return;
  Query message{connection, "select 1 from messages where id = ?1 and thread_id = ?2",
                *owner.message_id, owner.thread_id};
  if (!message.next())
    throw backend::message_not_found(operation, {owner.thread_id, *owner.message_id});
}

std::optional<MetadataEntry> find(Connection& connection, const MetadataOwner& owner,
                                  std::string_view key) {
  static constinit detail::NeverDestroyed<std::string> sql;
  const auto text = [] {
    return fmt::format(
        "select {} from metadata where thread_id = ?1 and message_id = ?2 and key = ?3",
        metadata_columns);
  };
  Query query{connection, sql.get(text), owner.thread_id, message_of(owner), key};
  return read_one(query, read_metadata);
}

}  // namespace

MetadataReceipt SqliteOperations::do_write_metadata(const backend::WriteMetadata& request,
                                                    const CallOptions& call) {
  const auto operation = detail::operation_of(request);
  return session().write(operation, call, [&](Connection& connection) {
    require_owner(connection, operation, request.owner);
    const auto stored = find(connection, request.owner, request.key);
    const auto row = detail::written(stored ? &*stored : nullptr, request);
    if (!row) return detail::receipt_of(Outcome::unchanged, *stored);
    put_metadata(connection, *row);
    return detail::receipt_of(stored ? Outcome::replaced : Outcome::inserted, *row);
  });
}

std::optional<MetadataEntry> SqliteOperations::do_get_metadata(const MetadataOwner& owner,
                                                               std::string_view key,
                                                               const CallOptions& call) {
  return session().read("get_metadata", call,
                        [&](Connection& connection) { return find(connection, owner, key); });
}

Page<MetadataEntry> SqliteOperations::do_list_metadata(const backend::ListMetadata& request,
                                                       const CallOptions& call) {
  const auto& query = request.query;
  Where matching;
  matching.add("thread_id = ?", {request.owner.thread_id});
  if (!query.with_messages) matching.add("message_id = ?", {message_of(request.owner)});
  matching.prefix("key", query.key_prefix);
  auto behind = matching;
  if (request.after)
    behind.add(fmt::format("(message_id, key) {} (?, ?)", after(query.direction)),
               {request.after->message_id, request.after->key});
  const Selection selection{.columns = metadata_columns,
                            .table = "metadata",
                            .matching = std::move(matching),
                            .behind = std::move(behind),
                            .order = order_by({"message_id", "key"}, query.direction)};
  return session().read("list_metadata", call, [&](Connection& connection) {
    return list_page(connection, request, selection, read_metadata);
  });
}

bool SqliteOperations::do_remove_metadata(const backend::RemoveMetadata& request,
                                          const CallOptions& call) {
  return session().write("remove_metadata", call, [&](Connection& connection) {
    const auto stored = find(connection, request.owner, request.key);
    if (!stored) return false;
    detail::require_removable(*stored, request);
    run(connection, "delete from metadata where thread_id = ?1 and message_id = ?2 and key = ?3",
        request.owner.thread_id, message_of(request.owner), request.key);
    return true;
  });
}

}  // namespace botstore::sqlite
