#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"
#include "lib/writes/threads.hpp"

namespace botstore::sqlite {

namespace {

/// The ids of the messages that the options select, in a temporary table: they are looked at twice.
void select_messages(Connection& connection, const std::string& thread_id,
                     const CloneOptions& options) {
  connection.execute("create temp table if not exists cloned (id text primary key) without rowid");
  run(connection, "delete from temp.cloned");
  Where where;
  where.add("thread_id = ?", {thread_id})
      .range("created_at", options.created)
      .any_of("id", options.message_ids);
  Query query{connection, fmt::format("insert into temp.cloned select id from messages{}{} limit ?",
                                      where.text(),
                                      order_by({"created_at", "sequence"}, Direction::descending))};
  where.bind(query);
  const auto& wanted = options.most_recent;
  query.add(wanted.is_default() || wanted.is_all() ? std::int64_t{-1} : wanted.rows());
  query.run();
}

std::optional<Timestamp> last_message_at(Connection& connection, const std::string& thread_id) {
  Query query{connection, R"(
      select max(created_at) from messages
       where thread_id = ?1 and +id in (select id from temp.cloned))",
              thread_id};
  return query.next() ? query.get<std::optional<Timestamp>>(0) : std::nullopt;
}

/// The copies are made inside the database: memory does not grow with the thread.
std::int64_t copy_messages(Connection& connection, const Thread& source, const Thread& clone) {
  const auto copied =
      run(connection, R"(
      insert into messages (thread_id, id, resource_id, role, type, content, metadata, created_at,
                            sequence, revision)
      select ?2, id, case when resource_id = ?3 then ?4 else resource_id end, role, type, content,
             metadata, created_at, sequence, ?5
        from messages where thread_id = ?1 and +id in (select id from temp.cloned))",
          source.id, clone.id, source.resource_id, clone.resource_id, clone.revision);
  run(connection, R"(
      insert into metadata (thread_id, message_id, key, value, updated_at, revision)
      select ?2, message_id, key, value, updated_at, ?3
        from metadata where thread_id = ?1 and message_id in (select id from temp.cloned))",
      source.id, clone.id, clone.revision);
  return copied;
}

}  // namespace

CloneResult SqliteOperations::do_clone_thread(const backend::CloneThread& request,
                                              const CallOptions& call) {
  return session().write("clone_thread", call, [&](Connection& connection) -> CloneResult {
    const auto source = find_thread(connection, request.source_id);
    const auto taken = find_thread(connection, *request.options.new_id);
    auto clone = detail::cloned(pointer_to(source), pointer_to(taken), request);
    select_messages(connection, source->id, request.options);
    clone.last_message_at = last_message_at(connection, source->id);
    insert_thread(connection, clone);
    const auto copied = copy_messages(connection, *source, clone);
    return {std::move(clone), static_cast<std::uint64_t>(copied)};
  });
}

}  // namespace botstore::sqlite
