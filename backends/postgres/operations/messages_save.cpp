#include <algorithm>
#include <set>

#include "backends/postgres/operations/messages_save_thread.hpp"
#include "backends/postgres/operations/receipts.hpp"
#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/revisions.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

using Items = std::vector<SavedItem>;

std::vector<std::string> threads_of(const Items& items) {
  std::set<std::string> threads;
  for (const auto& item : items) threads.insert(item.message.thread_id);
  return {threads.begin(), threads.end()};
}

Params params_of(const backend::SaveMessages& request, std::size_t threads) {
  const auto& items = request.items;
  Params params;
  const auto add = [&items, &params](auto column) { params.add_array(items, column); };
  add([](const auto& item) { return std::string_view{item.message.thread_id}; });
  add([](const auto& item) { return std::string_view{*item.message.id}; });
  add([](const auto& item) -> std::optional<std::string_view> { return item.message.resource_id; });
  add([](const auto& item) { return std::string_view{item.message.role}; });
  add([](const auto& item) { return std::string_view{item.message.type}; });
  add([](const auto& item) { return as_json(item.message.content); });
  add([](const auto& item) { return as_jsonb(item.message.metadata); });
  add([](const auto& item) { return item.message.created_at; });
  add([](const auto& item) { return if_inserted(item.revision); });
  params.add(request.now)
      .add(request.options.if_exists == SavePolicy::replace)
      .add(request.options.if_exists == SavePolicy::fail)
      .add(request.options.expected_last_sequence)
      .add(static_cast<std::int64_t>(threads));
  return params;
}

/// Throws what keeps the batch from being saved, as the locked threads tell.
void require_threads(const std::vector<std::string>& wanted, const Result& locked,
                     std::optional<std::int64_t> expected_last_sequence) {
  std::set<std::string> found;
  for (const Row row : locked)
    if (const auto id = row.get<std::optional<std::string>>(0)) found.insert(*id);
  for (const auto& thread : wanted)
    if (!found.contains(thread)) throw backend::thread_not_found("save_messages", thread);
  if (!expected_last_sequence) return;
  const auto current = locked.front().get<std::int64_t>(1);
  if (current != *expected_last_sequence)
    throw backend::sequence_conflict("save_messages", wanted.front(), *expected_last_sequence,
                                     current);
}

MessageReceipt receipt_of_new(const Row& row, const SavedItem& item) {
  auto receipt = inserted(item);
  receipt.created_at = row.get<Timestamp>(2);
  receipt.sequence = row.get<std::int64_t>(3);
  return receipt;
}

}  // namespace

// The threads are locked first, so the second statement, whose snapshot is taken after that, sees
// everything that was saved in them. It saves either all of the batch or none of it, and returns a
// row for each item in either case.
constexpr SqlTemplate save_messages_sql{"save_messages", R"(
      with input as (
        select i.*, row_number() over () as n
          from unnest((select $1), (select $2), (select $3), (select $4), (select $5),
                      (select $6), (select $7), (select $8), (select $9))
               as i (thread_id, id, resource_id, role, type, content, metadata, created_at, revision)
      ), placed as (
        -- What is new gets the thread's next sequences, and a time that is not before any other's.
        select i.*, m.id is null as is_new, m.created_at as kept_created_at,
               m.sequence as kept_sequence, m.revision as kept_revision,
               coalesce(m.revision | 1 = i.revision | 1, false) as is_ours,
               t.resource_id as owner, t.last_sequence as before,
               t.last_sequence + count(*) filter (where m.id is null) over so_far as new_sequence,
               greatest($10, t.last_message_at,
                        max(i.created_at) filter (where m.id is null) over so_far) as stamp
          from input i
          join {s}.threads t on t.id = i.thread_id and t.id = {any_locked}
          left join {s}.messages m on m.id = i.id and m.thread_id = i.thread_id
        window so_far as (partition by i.thread_id order by i.n)
      ), verdict as (
        select count(distinct thread_id) = $14
               and not ($12 and bool_or(not is_new))
               and ($13 is null or bool_and(before = $13)) as granted
          from placed
      ), saved as (
        insert into {s}.messages (thread_id, id, resource_id, role, type, content, metadata,
                                  created_at, sequence, revision)
        select thread_id, id, coalesce(resource_id, owner), role, type, content, metadata,
               coalesce(created_at, stamp), new_sequence,
               case when is_new then revision else revision | 1 end
          from placed, verdict
         where granted and (is_new or $11 and not is_ours)
        on conflict (id, thread_id) do update
           set resource_id = excluded.resource_id, role = excluded.role, type = excluded.type,
               content = excluded.content, metadata = excluded.metadata,
               revision = excluded.revision
      ), bumped as (
        update {s}.threads t
           set last_sequence = greatest(t.last_sequence, c.last_sequence),
               last_message_at = greatest(t.last_message_at, c.last_message_at),
               updated_at = {forward:t.updated_at $10}
          from (select thread_id,
                       max(new_sequence) filter (where is_new) as last_sequence,
                       max(coalesce(created_at, stamp)) filter (where is_new) as last_message_at
                  from placed, verdict
                 where granted and (is_new or $11 and not is_ours)
                 group by thread_id) c
         where t.id = c.thread_id
      )
      select n, is_new, coalesce(kept_created_at, created_at, stamp),
             coalesce(kept_sequence, new_sequence), kept_revision
        from placed order by n)"};

std::vector<MessageReceipt> PostgresOperations::do_save_messages(
    const backend::SaveMessages& request, const CallOptions& call) {
  // A statement that may fail on a key would doom a transaction.
  if (!session().in_transaction() && is_for_one_thread(request))
    if (auto receipts = save_in_one_thread(session(), texts(call), request, call))
      return *std::move(receipts);

  const auto threads = threads_of(request.items);
  const bool is_one = threads.size() == 1;
  const auto batch = Batch{}
                         .add(texts(call)[is_one ? lock_one_thread : lock_threads],
                              is_one ? Params{threads.front()} : Params{}.add_array(threads))
                         .add(texts(call)[save_messages_sql], params_of(request, threads.size()));
  const auto expected = request.options.expected_last_sequence;
  const auto results = expected ? session().write("save_messages", batch, call)
                                : session().save("save_messages", batch, call).results;
  require_threads(threads, results[0], expected);

  std::vector<MessageReceipt> receipts;
  receipts.reserve(request.items.size());
  for (const Row row : results[1]) {
    const auto& item = request.items[receipts.size()];
    receipts.push_back(row.get<bool>(1) ? receipt_of_new(row, item)
                                        : receipt_of_known(row, item, request.options.if_exists));
  }
  return receipts;
}

}  // namespace botstore::postgres
