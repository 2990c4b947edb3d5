#include <algorithm>
#include <set>

#include "backends/postgres/operations.hpp"
#include "backends/postgres/revisions.hpp"
#include "backends/postgres/rows.hpp"
#include "backends/postgres/sql.hpp"
#include "botstore/backend/errors.hpp"

namespace botstore::postgres {

namespace {

using Items = std::vector<backend::SaveMessages::Item>;

std::vector<std::string> threads_of(const Items& items) {
  std::set<std::string> threads;
  for (const auto& item : items) threads.insert(item.message.thread_id);
  return {threads.begin(), threads.end()};
}

/// The rows to save, as a table of the statement. A single message's are the parameters themselves:
/// of an array the planner knows the length only when it plans for that very call, takes that for
/// cheaper than a plan to keep, and plans for every call anew.
std::string_view input_of(const Items& items) {
  return items.size() == 1 ? "(values ($1, $2, $3, $4, $5, $6, $7, $8, $9))"
                           : "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

Params params_of(const backend::SaveMessages& request, std::size_t threads) {
  const auto& items = request.items;
  Params params;
  const auto add = [&items, &params](auto column) {
    if (items.size() == 1)
      params.add(column(items.front()));
    else
      params.add_array(items, column);
  };
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
  std::set<std::string_view> found;
  for (const Row row : locked) found.insert(row.get<std::string_view>(0));
  for (const auto& thread : wanted)
    if (!found.contains(thread)) throw backend::thread_not_found("save_messages", thread);
  if (!expected_last_sequence) return;
  const auto current = locked.front().get<std::int64_t>(1);
  if (current != *expected_last_sequence)
    throw backend::sequence_conflict("save_messages", wanted.front(), *expected_last_sequence,
                                     current);
}

/// What became of one item, by its row: whether it is new, its time, its sequence, and the revision
/// that was stored before.
MessageReceipt receipt_of(const Row& row, const backend::SaveMessages::Item& item,
                          SavePolicy policy) {
  MessageReceipt receipt{.key = {item.message.thread_id, *item.message.id},
                         .outcome = Outcome::inserted,
                         .created_at = row.get<Timestamp>(2),
                         .sequence = row.get<std::int64_t>(3),
                         .revision = if_inserted(item.revision)};
  if (row.get<bool>(1)) return receipt;
  const auto kept = row.get<Revision>(4);
  if (is_of(kept, item.revision)) {  // This save's own work, of a try whose answer was lost.
    receipt.outcome = outcome_by(kept);
    receipt.revision = kept;
  } else if (policy == SavePolicy::fail) {
    throw backend::message_exists("save_messages", receipt.key);
  } else if (policy == SavePolicy::keep) {
    receipt.outcome = Outcome::duplicate;
    receipt.revision = kept;
  } else {
    receipt.outcome = Outcome::replaced;
    receipt.revision = if_replaced(item.revision);
  }
  return receipt;
}

}  // namespace

// The threads are locked first, so the second statement, whose snapshot is taken after that, sees
// everything that was saved in them. It saves either all of the batch or none of it, and returns a
// row for each item in either case.
std::vector<MessageReceipt> PostgresOperations::do_save_messages(
    const backend::SaveMessages& request, const CallOptions& call) {
  const auto threads = threads_of(request.items);
  const auto lock = sql(schema(call), R"(
      select id, last_sequence from {s}.threads where {wanted} order by id for no key update)",
                        fmt::arg("wanted", threads.size() == 1 ? "id = $1" : "id = any($1)"));
  const auto save = sql(schema(call), R"(
      with input as (
        select i.*, row_number() over () as n
          from {input}
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
          join {s}.threads t on t.id = i.thread_id
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
               updated_at = {forward}
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
        from placed order by n)",
                        fmt::arg("forward", moved_forward("t.updated_at", "$10")),
                        fmt::arg("input", input_of(request.items)));
  const auto batch =
      Batch{}
          .add(lock, threads.size() == 1 ? Params{threads.front()} : Params{}.add_array(threads))
          .add(save, params_of(request, threads.size()));
  const auto expected = request.options.expected_last_sequence;
  const auto results = expected ? session().write("save_messages", batch, call)
                                : session().save("save_messages", batch, call).results;
  require_threads(threads, results[0], expected);

  std::vector<MessageReceipt> receipts;
  receipts.reserve(request.items.size());
  for (const Row row : results[1])
    receipts.push_back(receipt_of(row, request.items[receipts.size()], request.options.if_exists));
  return receipts;
}

}  // namespace botstore::postgres
