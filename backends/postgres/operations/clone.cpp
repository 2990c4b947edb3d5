#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/expand.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "backends/postgres/statements/where.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

/// ` where …` for the messages that the options select, of the source thread $1.
std::string selected(Params& params, const CloneOptions& options) {
  Where where{params};
  where.add("thread_id = $1")
      .range("created_at", options.created)
      .any_of("id", options.message_ids)
      .append(" order by created_at desc, sequence desc");
  if (!options.most_recent.is_default() && !options.most_recent.is_all())
    where.append(" limit ").append_value(options.most_recent.rows());
  return where.text();
}

constexpr std::string_view copy_text = R"(
      with source as (
        select * from {s}.threads where id = $1
      ), selected as (
        select * from {s}.messages{selection}
      ), clone as (
        insert into {s}.threads (id, resource_id, title, metadata, created_at, updated_at,
                                 last_message_at, last_sequence, revision)
        select $2, coalesce($3, resource_id), coalesce($4, title), $5, $6, $6,
               (select max(created_at) from selected), last_sequence, $7
          from source
        on conflict (id) do nothing
        returning {thread_columns}
      ), copied as (
        insert into {s}.messages (thread_id, id, resource_id, role, type, content, metadata,
                                  created_at, sequence, revision)
        select c.id, m.id,
               case when m.resource_id = s.resource_id then c.resource_id else m.resource_id end,
               m.role, m.type, m.content, m.metadata, m.created_at, m.sequence, $7
          from selected m, source s, clone c
        returning id
      ), copied_metadata as (
        insert into {s}.metadata (thread_id, message_id, key, value, updated_at, revision)
        select c.id, v.message_id, v.key, v.value, v.updated_at, $7
          from {s}.metadata v join selected m on v.thread_id = m.thread_id and v.message_id = m.id,
               clone c
      )
      select {thread_columns}, (select count(*) from copied) from clone)";

}  // namespace

// The copies are made inside the database: its memory and the client's do not grow with the thread.
CloneResult PostgresOperations::do_clone_thread(const backend::CloneThread& request,
                                                const CallOptions& call) {
  const auto& options = request.options;
  Params params{request.source_id,          *options.new_id, options.resource_id, options.title,
                as_jsonb(options.metadata), request.now,     request.revision};
  const auto selection = selected(params, options);
  const auto& known = texts(call);
  const auto copy = known.composed("clone_thread", selection, [&] {
    return expand(known.schema(), copy_text, {{"selection", selection}});
  });
  const auto results = session().write(
      "clone_thread",
      Batch{}.add(known[lock_thread], Params{request.source_id}).add(copy, std::move(params)),
      call);
  if (results[0].empty()) throw backend::thread_not_found("clone_thread", request.source_id);
  if (results[1].empty()) throw backend::thread_exists("clone_thread", *options.new_id);
  const auto row = results[1].front();
  return {.thread = read_thread(row),
          .messages = static_cast<std::uint64_t>(row.get<std::int64_t>(10))};
}

}  // namespace botstore::postgres
