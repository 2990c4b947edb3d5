#include <set>

#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

constexpr SqlTemplate delete_messages_remove_sql{"delete_messages remove", R"(
      with gone as (
        delete from {s}.messages m using unnest($1, $2) as k (id, thread_id)
         where m.id = k.id and m.thread_id = k.thread_id
        returning m.thread_id
      ), bumped as (
        update {s}.threads t set updated_at = {forward:t.updated_at $3}
          from (select distinct thread_id from gone) g where t.id = g.thread_id
      )
      select count(*), {note_losers} from gone)"};

std::uint64_t PostgresOperations::do_delete_messages(const backend::DeleteMessages& request,
                                                     const CallOptions& call) {
  std::set<std::string> threads;
  for (const auto& key : request.keys) threads.insert(key.thread_id);
  Params params;
  params.add_array(request.keys, [](const MessageKey& key) { return std::string_view{key.id}; })
      .add_array(request.keys,
                 [](const MessageKey& key) { return std::string_view{key.thread_id}; })
      .add(request.now);
  const auto results =
      session().write("delete_messages",
                      Batch{}
                          .add(texts(call)[lock_threads], Params{}.add_array(threads))
                          .add(texts(call)[delete_messages_remove_sql], std::move(params))
                          .add(texts(call)[refresh_last_message]),
                      call);
  return static_cast<std::uint64_t>(results[1].front().get<std::int64_t>(0));
}

}  // namespace botstore::postgres
