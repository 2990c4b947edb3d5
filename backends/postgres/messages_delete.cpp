#include <set>

#include "backends/postgres/operations.hpp"
#include "backends/postgres/sql.hpp"

namespace botstore::postgres {

std::uint64_t PostgresOperations::do_delete_messages(const backend::DeleteMessages& request,
                                                     const CallOptions& call) {
  std::set<std::string> threads;
  for (const auto& key : request.keys) threads.insert(key.thread_id);
  const auto lock = sql(
      schema(call), "select id from {s}.threads where id = any($1) order by id for no key update");
  const auto remove = sql(schema(call), R"(
      with gone as (
        delete from {s}.messages m using unnest($1, $2) as k (id, thread_id)
         where m.id = k.id and m.thread_id = k.thread_id
        returning m.thread_id
      ), bumped as (
        update {s}.threads t set updated_at = {forward}
          from (select distinct thread_id from gone) g where t.id = g.thread_id
      )
      select count(*) from gone)",
                          fmt::arg("forward", moved_forward("t.updated_at", "$3")));
  Params params;
  params.add_array(request.keys, [](const MessageKey& key) { return std::string_view{key.id}; })
      .add_array(request.keys,
                 [](const MessageKey& key) { return std::string_view{key.thread_id}; })
      .add(request.now);
  const auto results =
      session().write("delete_messages",
                      Batch{}
                          .add(lock, Params{}.add_array(threads))
                          .add(remove, std::move(params))
                          .add(refresh_last_message(schema(call)), Params{}.add_array(threads)),
                      call);
  return static_cast<std::uint64_t>(results[1].front().get<std::int64_t>(0));
}

std::string refresh_last_message(std::string_view schema) {
  return sql(schema, R"(
      update {s}.threads t set last_message_at = m.latest
        from (select id, (select created_at from {s}.messages
                           where thread_id = x.id order by created_at desc limit 1) as latest
                from {s}.threads x where id = any($1)) m
       where t.id = m.id and t.last_message_at is distinct from m.latest)");
}

}  // namespace botstore::postgres
