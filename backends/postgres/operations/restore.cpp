#include "backends/postgres/operations/restore.hpp"

#include <algorithm>
#include <set>

#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

/// A view of a text of each row.
template <class Row>
auto text(std::string Row::*field) {
  return [field](const Row& row) { return std::string_view{row.*field}; };
}

std::string_view message_of(const MetadataEntry& row) {
  return row.owner.message_id ? std::string_view{*row.owner.message_id} : std::string_view{};
}

/// What the rows need beside one another: the threads and messages that do not come along.
struct Needed {
  std::set<std::string> threads;  ///< Those that come along too: all are locked.
  std::set<std::string> absent_threads;
  std::set<MessageKey> absent_messages;
};

Needed needed_by(const StoredRows& rows) {
  Needed needed;
  for (const auto& row : rows.messages) needed.absent_threads.insert(row.thread_id);
  for (const auto& row : rows.metadata) {
    needed.absent_threads.insert(row.owner.thread_id);
    if (row.owner.message_id)
      needed.absent_messages.insert({row.owner.thread_id, *row.owner.message_id});
  }
  needed.threads = needed.absent_threads;
  for (const auto& row : rows.messages) needed.absent_messages.erase(row.key());
  for (const auto& row : rows.threads) {
    needed.threads.insert(row.id);
    needed.absent_threads.erase(row.id);
  }
  return needed;
}

// Each row of the answer names something that keeps the restore from being done. A place may be
// taken by a message that is restored itself, for it leaves it.
constexpr SqlTemplate restore_lock_sql{
    "restore lock", "select from {s}.threads where id = any($1) order by id for no key update"};

constexpr SqlTemplate restore_look_sql{"restore look", R"(
      with given as (
        select * from unnest($2, $3, $4, $5) as g (thread_id, id, created_at, sequence)
      ), refusals as (
        select 1 as kind, n.id as thread_id, '' as id
          from unnest($1) as n (id)
         where not exists (select from {s}.threads t where t.id = n.id)
        union all
        select 2, g.thread_id, g.id
          from given g
          join {s}.messages m on m.thread_id = g.thread_id and m.created_at = g.created_at
                             and m.sequence = g.sequence and m.id <> g.id
         where not exists (select from given o where o.thread_id = m.thread_id and o.id = m.id)
        union all
        select 3, n.thread_id, n.id
          from unnest($6, $7) as n (thread_id, id)
         where not exists (select from {s}.messages m
                            where m.id = n.id and m.thread_id = n.thread_id)
      ), verdict as (
        select set_config('botstore.restore',
                          case when exists (select from refusals) then 'refused' else 'granted' end,
                          true) as word
      )
      select v.word, r.kind, r.thread_id, r.id
        from verdict v left join refusals r on true
       order by r.kind, r.thread_id, r.id limit 1)"};

void add_look(Batch& batch, const SqlTexts& texts, const StoredRows& rows, const Needed& needed) {
  batch.add(texts[restore_lock_sql], Params{}.add_array(needed.threads));
  Params params;
  params.add_array(needed.absent_threads)
      .add_array(rows.messages, text(&Message::thread_id))
      .add_array(rows.messages, text(&Message::id))
      .add_array(rows.messages, [](const auto& row) { return row.created_at; })
      .add_array(rows.messages, [](const auto& row) { return row.sequence; })
      .add_array(needed.absent_messages, text(&MessageKey::thread_id))
      .add_array(needed.absent_messages, text(&MessageKey::id));
  batch.add(texts[restore_look_sql], std::move(params));
}

/// Throws what the look has found, if it has.
void require_granted(const Row& found) {
  if (found.get<std::string_view>(0) == "granted") return;
  const MessageKey key{found.get<std::string>(2), found.get<std::string>(3)};
  switch (found.get<std::int64_t>(1)) {
    case 1:
      throw backend::thread_not_found("restore", key.thread_id);
    case 2:
      throw backend::place_taken("restore", key);
    default:
      throw backend::message_not_found("restore", key);
  }
}

constexpr SqlTemplate restore_threads_sql{"restore threads", R"(
      insert into {s}.threads as t (id, resource_id, title, metadata, created_at, updated_at,
                                    last_message_at, archived_at, last_sequence, revision)
      select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as i (id)
       where {restore_is_granted} order by i.id
      on conflict (id) do update
         set resource_id = excluded.resource_id, title = excluded.title,
             metadata = excluded.metadata, created_at = excluded.created_at,
             updated_at = excluded.updated_at,
             last_message_at = greatest(t.last_message_at, excluded.last_message_at),
             archived_at = excluded.archived_at,
             last_sequence = greatest(t.last_sequence, excluded.last_sequence),
             revision = excluded.revision)"};

void add_threads(Batch& batch, const SqlTexts& texts, const std::vector<Thread>& threads) {
  Params params;
  params.add_array(threads, text(&Thread::id))
      .add_array(threads, text(&Thread::resource_id))
      .add_array(threads, text(&Thread::title))
      .add_array(threads, [](const auto& row) { return as_jsonb(row.metadata); })
      .add_array(threads, [](const auto& row) { return row.created_at; })
      .add_array(threads, [](const auto& row) { return row.updated_at; })
      .add_array(threads, [](const auto& row) { return row.last_message_at; })
      .add_array(threads, [](const auto& row) { return row.archived_at; })
      .add_array(threads, [](const auto& row) { return row.last_sequence; })
      .add_array(threads, [](const auto& row) { return row.revision; });
  batch.add(texts[restore_threads_sql], std::move(params));
}

/// The parameters of the statements that look at where messages stand.
Params places_of(const std::vector<Message>& messages) {
  Params params;
  params.add_array(messages, text(&Message::thread_id))
      .add_array(messages, text(&Message::id))
      .add_array(messages, [](const auto& row) { return row.created_at; })
      .add_array(messages, [](const auto& row) { return row.sequence; });
  return params;
}

// Two messages may swap places: all leave theirs, sequences being positive, before the first gets
// its new one.
constexpr SqlTemplate leave_places_sql{"restore leave places", R"(
      update {s}.messages m set sequence = -m.sequence
        from unnest($1, $2, $3, $4) as i (thread_id, id, created_at, sequence)
       where m.id = i.id and m.thread_id = i.thread_id
         and (m.created_at, m.sequence) <> (i.created_at, i.sequence) and {restore_is_granted})"};

constexpr SqlTemplate restore_messages_sql{"restore messages", R"(
      insert into {s}.messages (thread_id, id, created_at, sequence, resource_id, role, type,
                                content, metadata, revision)
      select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       where {restore_is_granted}
      on conflict (id, thread_id) do update
         set resource_id = excluded.resource_id, role = excluded.role, type = excluded.type,
             content = excluded.content, metadata = excluded.metadata,
             created_at = excluded.created_at, sequence = excluded.sequence,
             revision = excluded.revision)"};

constexpr SqlTemplate cover_messages_sql{"restore cover messages", R"(
      update {s}.threads t
         set last_sequence = greatest(t.last_sequence, m.last_sequence),
             last_message_at = greatest(t.last_message_at, m.last_message_at)
        from (select thread_id, max(sequence) as last_sequence, max(created_at) as last_message_at
                from unnest($1, $2, $3, $4) as i (thread_id, id, created_at, sequence)
               group by thread_id) m
       where t.id = m.thread_id and {restore_is_granted}
         and (t.last_sequence < m.last_sequence
              or coalesce(t.last_message_at < m.last_message_at, true)))"};

void add_messages(Batch& batch, const SqlTexts& texts, const std::vector<Message>& messages) {
  batch.add(texts[leave_places_sql], places_of(messages));
  auto params = places_of(messages);
  params.add_array(messages, text(&Message::resource_id))
      .add_array(messages, text(&Message::role))
      .add_array(messages, text(&Message::type))
      .add_array(messages, [](const auto& row) { return as_json(row.content); })
      .add_array(messages, [](const auto& row) { return as_jsonb(row.metadata); })
      .add_array(messages, [](const auto& row) { return row.revision; });
  batch.add(texts[restore_messages_sql], std::move(params));
  batch.add(texts[cover_messages_sql], places_of(messages));
}

constexpr SqlTemplate restore_metadata_sql{"restore metadata", R"(
      insert into {s}.metadata (thread_id, message_id, key, value, updated_at, revision)
      select * from unnest($1, $2, $3, $4, $5, $6) as i (thread_id, message_id, key)
       where {restore_is_granted} order by i.thread_id, i.message_id, i.key
      on conflict (thread_id, message_id, key) do update
         set value = excluded.value, updated_at = excluded.updated_at,
             revision = excluded.revision)"};

void add_metadata(Batch& batch, const SqlTexts& texts, const std::vector<MetadataEntry>& metadata) {
  Params params;
  params.add_array(metadata, [](const auto& row) { return std::string_view{row.owner.thread_id}; })
      .add_array(metadata, message_of)
      .add_array(metadata, text(&MetadataEntry::key))
      .add_array(metadata, [](const auto& row) { return as_jsonb(row.value); })
      .add_array(metadata, [](const auto& row) { return row.updated_at; })
      .add_array(metadata, [](const auto& row) { return row.revision; });
  batch.add(texts[restore_metadata_sql], std::move(params));
}

constexpr SqlTemplate restore_resources_sql{"restore resources", R"(
      insert into {s}.resources (id, working_memory, metadata, created_at, updated_at, revision)
      select * from unnest($1, $2, $3, $4, $5, $6) as i (id)
       where {restore_is_granted} order by i.id
      on conflict (id) do update
         set working_memory = excluded.working_memory, metadata = excluded.metadata,
             created_at = excluded.created_at, updated_at = excluded.updated_at,
             revision = excluded.revision)"};

void add_resources(Batch& batch, const SqlTexts& texts, const std::vector<Resource>& resources) {
  Params params;
  params.add_array(resources, text(&Resource::id))
      .add_array(resources, [](const auto& row) { return row.working_memory; })
      .add_array(resources, [](const auto& row) { return as_jsonb(row.metadata); })
      .add_array(resources, [](const auto& row) { return row.created_at; })
      .add_array(resources, [](const auto& row) { return row.updated_at; })
      .add_array(resources, [](const auto& row) { return row.revision; });
  batch.add(texts[restore_resources_sql], std::move(params));
}

}  // namespace

// The threads are locked first, as by every write to their messages, so that what the look says
// still holds for the statements after it.
void PostgresOperations::do_restore(const backend::Restore& request, const CallOptions& call) {
  const auto& rows = request.rows;
  const auto& known = texts(call);
  Batch batch;
  add_look(batch, known, rows, needed_by(rows));
  if (!rows.threads.empty()) add_threads(batch, known, rows.threads);
  if (!rows.messages.empty()) add_messages(batch, known, rows.messages);
  if (!rows.metadata.empty()) add_metadata(batch, known, rows.metadata);
  if (!rows.resources.empty()) add_resources(batch, known, rows.resources);
  if (!rows.contacts.empty() || !rows.history.empty())
    add_people(batch, known, rows.contacts, rows.history);
  const auto saved = session().save("restore", batch, call);
  require_granted(saved.results[1].front());
}

}  // namespace botstore::postgres
