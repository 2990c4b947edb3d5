#include <set>
#include <vector>

#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/error.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

using Items = std::vector<backend::UpdateMessages::Item>;

/// Every thread that the batch may change, each once, in the order in which they are locked.
std::vector<std::string> threads_of(const Items& items) {
  std::set<std::string> threads;
  for (const auto& item : items) {
    threads.insert(item.update.key.thread_id);
    if (item.update.move_to_thread) threads.insert(*item.update.move_to_thread);
  }
  return {threads.begin(), threads.end()};
}

std::vector<MessageKey> moving(const Items& items) {
  std::vector<MessageKey> keys;
  for (const auto& item : items)
    if (item.update.move_to_thread) keys.push_back(item.update.key);
  return keys;
}

constexpr SqlTemplate lock_messages_sql{"update_messages lock messages", R"(
      select from {s}.messages m
        join unnest($1, $2) as k (thread_id, id) on m.id = k.id and m.thread_id = k.thread_id
       order by m.thread_id, m.id for update of m)"};

constexpr SqlTemplate lock_values_sql{"update_messages lock values", R"(
      select from {s}.metadata v
        join unnest($1, $2) as k (thread_id, id)
          on v.thread_id = k.thread_id and v.message_id = k.id
       order by v.thread_id, v.message_id, v.key for update of v)"};

/// Locks messages with the values that hang on them: who writes one waits for no thread, and what
/// is written meanwhile would be left behind.
void add_locks(Batch& batch, const SqlTexts& texts, const std::vector<MessageKey>& keys) {
  const auto params = [&] {
    Params both;
    both.add_array(keys, [](const MessageKey& key) { return std::string_view{key.thread_id}; })
        .add_array(keys, [](const MessageKey& key) { return std::string_view{key.id}; });
    return both;
  };
  batch.add(texts[lock_messages_sql], params());
  batch.add(texts[lock_values_sql], params());
}

/// The keys to remove travel as JSON: an array of arrays would have to be rectangular.
Json keys_to_remove(const MessageUpdate& update) {
  std::vector<Json> keys;
  for (const auto& key : update.remove_metadata_keys) keys.push_back(Json::string(key));
  return Json::array(keys);
}

Params params_of(const backend::UpdateMessages& request) {
  using Item = backend::UpdateMessages::Item;
  const auto& items = request.items;
  std::vector<Json> removed;
  for (const auto& item : items) removed.push_back(keys_to_remove(item.update));
  const auto text = [](const std::optional<std::string>& value) -> std::optional<std::string_view> {
    return value;
  };
  Params params;
  params.add_array(items, [](const Item& i) { return std::string_view{i.update.key.thread_id}; })
      .add_array(items, [](const Item& i) { return std::string_view{i.update.key.id}; })
      .add_array(items, [&](const Item& i) { return text(i.update.role); })
      .add_array(items, [&](const Item& i) { return text(i.update.type); })
      .add_array(items, [&](const Item& i) { return text(i.update.move_to_thread); })
      .add_array(items, [](const Item& i) { return as_json(i.update.content); })
      .add_array(items, [](const Item& i) { return as_jsonb(i.update.merge_content); })
      .add_array(removed, [](const Json& keys) { return as_jsonb(keys); })
      .add_array(items, [](const Item& i) { return as_jsonb(i.update.merge_metadata); })
      .add_array(items, [](const Item& i) { return i.update.expected_revision; })
      .add_array(items, [](const Item& i) { return i.revision; })
      .add(request.now);
  return params;
}

/// What the statement says of each item; the numbers are its own.
enum class Verdict {
  changed = 0,
  unchanged = 1,
  not_found = 2,
  other_revision = 3,
  not_mergeable = 4,
  no_target = 5,
  target_taken = 6,
};

MessageReceipt receipt_of(const Row& row, const backend::UpdateMessages::Item& item) {
  constexpr std::string_view operation = "update_messages";
  const auto& update = item.update;
  const MessageKey target{update.move_to_thread.value_or(update.key.thread_id), update.key.id};
  switch (static_cast<Verdict>(row.get<std::int64_t>(0))) {
    case Verdict::not_found:
      return {.key = update.key, .outcome = Outcome::not_found};
    case Verdict::other_revision:
      throw backend::revision_conflict(operation, backend::describe(update.key),
                                       row.get<Revision>(3));
    case Verdict::not_mergeable:
      throw backend::not_mergeable(operation, backend::describe(update.key));
    case Verdict::no_target:
      throw backend::thread_not_found(operation, target.thread_id);
    case Verdict::target_taken:
      throw backend::message_exists(operation, target);
    case Verdict::changed:
    case Verdict::unchanged:
      break;
  }
  return {.key = target,
          .outcome = row.get<std::int64_t>(0) == 0 ? Outcome::replaced : Outcome::unchanged,
          .created_at = row.get<Timestamp>(1),
          .sequence = row.get<std::int64_t>(2),
          .revision = row.get<Revision>(3)};
}

}  // namespace

// A move inserts the message into its new thread, copies its metadata values and deletes the old
// row, which takes the old values along: thread_id is what the tables may be distributed by, and
// such a column is never updated.
constexpr SqlTemplate update_messages_sql{"update_messages", R"(
      with input as (
        select i.*, row_number() over () as n
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
               as i (thread_id, id, role, type, target_id, content, patch, removed, metadata_patch,
                     expected_revision, new_revision)
      ), stored as (
        select i.n, i.target_id, i.patch, i.expected_revision, i.new_revision,
               m.thread_id, m.id, m.content, m.created_at, m.sequence, m.revision,
               coalesce(i.role, m.role) as new_role, coalesce(i.type, m.type) as new_type,
               i.content as given_content,
               (m.metadata - array(select jsonb_array_elements_text(i.removed)))
                 || coalesce(i.metadata_patch, '{{}}') as new_metadata,
               (m.role, m.type, m.metadata) as old_values,
               case when i.patch is not null then m.content::jsonb end as base,
               case when i.target_id is not null and m.resource_id = f.resource_id
                    then t.resource_id else m.resource_id end as new_resource_id,
               t.id as target, t.last_sequence as target_sequence, taken.id as taken
          from input i
          left join {s}.messages m on m.id = i.id and m.thread_id = i.thread_id
                                  and m.thread_id = {any_locked}
          left join {s}.threads f on f.id = m.thread_id
          left join {s}.threads t on t.id = i.target_id and t.id = {any_locked}
          left join {s}.messages taken on taken.id = i.id and taken.thread_id = i.target_id
      ), merged as (
        select *, case when jsonb_typeof(base) = 'object' then
                    base || patch
                    || case when jsonb_typeof(base -> 'metadata') = 'object'
                             and jsonb_typeof(patch -> 'metadata') = 'object'
                       then jsonb_build_object('metadata',
                                               (base -> 'metadata') || (patch -> 'metadata'))
                       else '{{}}' end
                  end as merged_content
          from stored
      ), judged as (
        select *, case
                    when id is null then 2
                    when expected_revision is not null and expected_revision <> revision then 3
                    when patch is not null and jsonb_typeof(base) <> 'object' then 4
                    when target_id is not null and target is null then 5
                    when taken is not null then 6
                    when target_id is not null
                      or old_values is distinct from (new_role, new_type, new_metadata)
                      or given_content::text <> content::text
                      or merged_content <> base then 0
                    else 1
                  end as verdict
          from merged
      ), planned as (
        select *, max(verdict) over () as worst,
               coalesce(given_content,
                        case when merged_content <> base then merged_content::text::json end,
                        content) as new_content,
               case when target_id is null then sequence
                    else target_sequence + row_number() over (partition by target_id order by n)
               end as new_sequence
          from judged
      ), doing as (
        select * from planned where verdict = 0 and worst <= 2
      ), changed as (
        update {s}.messages m
           set role = d.new_role, type = d.new_type, content = d.new_content,
               metadata = d.new_metadata, revision = d.new_revision
          from doing d
         where m.id = d.id and m.thread_id = d.thread_id and d.target_id is null
      ), moved as (
        insert into {s}.messages (thread_id, id, resource_id, role, type, content, metadata,
                                  created_at, sequence, revision)
        select target_id, id, new_resource_id, new_role, new_type, new_content, new_metadata,
               created_at, new_sequence, new_revision
          from doing where target_id is not null
      ), moved_metadata as (
        insert into {s}.metadata (thread_id, message_id, key, value, updated_at, revision)
        select d.target_id, v.message_id, v.key, v.value, v.updated_at, v.revision
          from {s}.metadata v join doing d on v.thread_id = d.thread_id and v.message_id = d.id
         where d.target_id is not null
      ), left_behind as (
        delete from {s}.messages m using doing d
         where m.id = d.id and m.thread_id = d.thread_id and d.target_id is not null
      ), bumped as (
        update {s}.threads t
           set updated_at = {forward:t.updated_at $12}, last_sequence = greatest(t.last_sequence, c.last_sequence),
               last_message_at = greatest(t.last_message_at, c.last_message_at)
          from (select thread, max(sequence) as last_sequence, max(at) as last_message_at
                  from (select thread_id as thread, null::bigint as sequence,
                               null::timestamptz as at from doing
                        union all
                        select target_id, new_sequence, created_at
                          from doing where target_id is not null) e
                 group by thread) c
         where t.id = c.thread
      )
      select verdict, created_at, new_sequence,
             case when verdict = 0 then new_revision else revision end,
             (select {note_losers} from doing where target_id is not null)
        from planned order by n)"};

std::vector<MessageReceipt> PostgresOperations::do_update_messages(
    const backend::UpdateMessages& request, const CallOptions& call) {
  const auto threads = threads_of(request.items);
  const auto moved = moving(request.items);
  Batch batch;
  batch.add(texts(call)[lock_threads], Params{}.add_array(threads));
  if (!moved.empty()) add_locks(batch, texts(call), moved);
  const auto place = batch.size();
  batch.add(texts(call)[update_messages_sql], params_of(request));
  if (!moved.empty()) batch.add(texts(call)[refresh_last_message]);
  const auto results = session().write("update_messages", batch, call);
  std::vector<MessageReceipt> receipts;
  receipts.reserve(request.items.size());
  for (const Row row : results[place])
    receipts.push_back(receipt_of(row, request.items[receipts.size()]));
  return receipts;
}

}  // namespace botstore::postgres
