#include <algorithm>
#include <string>

#include "backends/postgres/operations/messages_save_thread.hpp"
#include "backends/postgres/operations/receipts.hpp"
#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/revisions.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/error.hpp"

namespace botstore::postgres {

namespace {

using Items = std::vector<SavedItem>;

// Both statements look first for what is there, then bump the thread, and save what follows from
// the bumped row. Whoever waits for the thread's row meanwhile goes on from the numbers that the
// other has left in it, but has looked before that: if the other has saved the same message, the
// insert fails on its key, and the statement with it.
//
// They return the sequence before the new messages and the thread's last_message_at as row 0, and a
// row for each message that was there, with its number from 1 and whether it has been replaced. A
// message without a time of its own gets the thread's last_message_at.

// What is known of the message is one row, of nulls if there is none: a row that is joined is
// cheaper than the same question asked in several places.
constexpr SqlTemplate save_one_sql{"save_message", R"(
      with known as materialized (
        select min(created_at) as created_at, min(sequence) as sequence, min(revision) as revision
          from {s}.messages where id = $2 and thread_id = $1
      ), bumped as (
        update {s}.threads t
           set last_sequence = t.last_sequence + case when k.revision is null then 1 else 0 end,
               last_message_at = case when k.revision is null
                                      then greatest(t.last_message_at, coalesce($8, $10))
                                      else t.last_message_at end,
               updated_at = {forward:t.updated_at $10}
          from known k
         where t.id = $1 and (k.revision is null or $11 and k.revision | 1 <> $9 | 1)
        returning t.resource_id, t.last_sequence, t.last_message_at, k.revision is null as is_new
      ), saved as (
        insert into {s}.messages (thread_id, id, resource_id, role, type, content, metadata,
                                  created_at, sequence, revision)
        select $1, $2, coalesce($3, resource_id), $4, $5, $6, $7, coalesce($8, last_message_at),
               last_sequence, $9
          from bumped where is_new
      ), replaced as (
        update {s}.messages m
           set resource_id = coalesce($3, b.resource_id), role = $4, type = $5, content = $6,
               metadata = $7, revision = $9 | 1
          from bumped b
         where not b.is_new and m.id = $2 and m.thread_id = $1
        returning 1
      )
      select 0::bigint, true, last_message_at, last_sequence - 1, null::bigint
        from bumped where is_new
      union all
      select 1, exists (select from replaced), created_at, sequence, revision
        from known where revision is not null)"};

constexpr SqlTemplate save_several_sql{"save_messages of a thread", R"(
      with input as (
        select *
          from unnest((select $2), (select $3), (select $4), (select $5), (select $6),
                      (select $7), (select $8), (select $9)) with ordinality
               as i (id, resource_id, role, type, content, metadata, created_at, revision, n)
      ), known as materialized (
        select i.n, m.id, m.created_at, m.sequence, m.revision,
               m.revision | 1 = i.revision | 1 as is_ours
          from input i join {s}.messages m on m.id = i.id and m.thread_id = $1
      ), fresh as materialized (
        select i.*, row_number() over (order by i.n) as place
          from input i where not exists (select from known k where k.n = i.n)
      ), bumped as (
        update {s}.threads
           set last_sequence = last_sequence + (select count(*) from fresh),
               last_message_at = greatest(last_message_at,
                                          (select max(coalesce(created_at, $10)) from fresh)),
               updated_at = {forward:updated_at $10}
         where id = $1
           and not ($12 and exists (select from known))
           and (exists (select from fresh) or $11 and exists (select from known where not is_ours))
        returning resource_id, last_sequence - (select count(*) from fresh) as before,
                  last_message_at
      ), saved as (
        insert into {s}.messages (thread_id, id, resource_id, role, type, content, metadata,
                                  created_at, sequence, revision)
        select $1, f.id, coalesce(f.resource_id, b.resource_id), f.role, f.type, f.content,
               f.metadata, coalesce(f.created_at, b.last_message_at), b.before + f.place, f.revision
          from bumped b, fresh f
      ), replaced as (
        update {s}.messages m
           set resource_id = coalesce(i.resource_id, b.resource_id), role = i.role, type = i.type,
               content = i.content, metadata = i.metadata, revision = i.revision | 1
          from bumped b, known k, input i
         where $11 and not k.is_ours and i.n = k.n and m.id = k.id and m.thread_id = $1
        returning m.id
      )
      -- A message that was there and has not been replaced is gone meanwhile. Then nothing of the
      -- batch is saved: a division by zero ends the statement.
      select 0::bigint / (not $11 or (select count(*) from known where not is_ours)
                                     = (select count(*) from replaced))::int,
             true, last_message_at, before, null::bigint from bumped
      union all
      select n, exists (select from replaced r where r.id = k.id), created_at, sequence, revision
        from known k)"};

/// About as much as the items take in parameters.
std::size_t size_of(const Items& items) {
  constexpr std::size_t rest = 128;
  std::size_t size = 0;
  for (const auto& item : items)
    size += item.message.content.text().size() + item.message.metadata.text().size() + rest;
  return size;
}

Batch batch_of(const SqlTexts& texts, const backend::SaveMessages& request) {
  const auto& items = request.items;
  const bool is_one = items.size() == 1;
  Params params;
  params.reserve_bytes(size_of(items)).add(items.front().message.thread_id);
  const auto add = [&](auto column) {
    if (is_one)
      params.add(column(items.front()));
    else
      params.add_array(items, column);
  };
  add([](const auto& item) { return std::string_view{*item.message.id}; });
  add([](const auto& item) -> std::optional<std::string_view> { return item.message.resource_id; });
  add([](const auto& item) { return std::string_view{item.message.role}; });
  add([](const auto& item) { return std::string_view{item.message.type}; });
  add([](const auto& item) { return as_json(item.message.content); });
  add([](const auto& item) { return as_jsonb(item.message.metadata); });
  add([](const auto& item) { return item.message.created_at; });
  add([](const auto& item) { return if_inserted(item.revision); });
  params.add(request.now).add(request.options.if_exists == SavePolicy::replace);
  if (!is_one) params.add(request.options.if_exists == SavePolicy::fail);
  return Batch{texts[is_one ? save_one_sql : save_several_sql], std::move(params)};
}

/// Whether a message that was there is as the policy wants it.
bool is_settled(const Row& row, const MessageReceipt& receipt, SavePolicy policy) {
  const bool was_replaced = row.get<bool>(1);
  return policy != SavePolicy::replace || was_replaced ||
         receipt.revision == row.get<Revision>(4);  // This save's own work.
}

std::optional<std::vector<MessageReceipt>> read_receipts(const Result& result,
                                                         const backend::SaveMessages& request) {
  const auto policy = request.options.if_exists;
  std::vector<std::optional<MessageReceipt>> known(request.items.size());
  std::optional<Row> bumped;
  for (const Row row : result) {
    const auto number = static_cast<std::size_t>(row.get<std::int64_t>(0));
    if (number == 0) {
      bumped = row;
      continue;
    }
    auto receipt = receipt_of_known(row, request.items[number - 1], policy);
    if (!is_settled(row, receipt, policy)) return std::nullopt;
    known[number - 1] = std::move(receipt);
  }

  std::vector<MessageReceipt> receipts;
  receipts.reserve(known.size());
  auto sequence = bumped ? bumped->get<std::int64_t>(3) : 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i]) {
      receipts.push_back(*std::move(known[i]));
      continue;
    }
    const auto& message = request.items[i].message;
    if (!bumped) throw backend::thread_not_found("save_messages", message.thread_id);
    auto receipt = inserted(request.items[i]);
    receipt.created_at = message.created_at ? *message.created_at : bumped->get<Timestamp>(2);
    receipt.sequence = ++sequence;
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

}  // namespace

bool is_for_one_thread(const backend::SaveMessages& request) {
  const auto& first = request.items.front().message;
  return !request.options.expected_last_sequence &&
         std::ranges::all_of(request.items, [&first](const SavedItem& item) {
           return item.message.thread_id == first.thread_id &&
                  item.message.created_at.has_value() == first.created_at.has_value();
         });
}

std::optional<std::vector<MessageReceipt>> save_in_one_thread(Session& session,
                                                              const SqlTexts& texts,
                                                              const backend::SaveMessages& request,
                                                              const CallOptions& call) {
  constexpr std::string_view unique_violation = "23505";
  constexpr std::string_view division_by_zero = "22012";
  try {
    const auto saved = session.save("save_messages", batch_of(texts, request), call);
    return read_receipts(saved.results.front(), request);
  } catch (const Error& error) {
    if (error.sqlstate() != unique_violation && error.sqlstate() != division_by_zero) throw;
    return std::nullopt;
  }
}

}  // namespace botstore::postgres
