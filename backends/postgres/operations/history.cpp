#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/error.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

// Two saves under one new key at the same moment both find no entry; the second then fails on the
// key's uniqueness, as a whole, and finds the entry when it tries again.
HistoryReceipt PostgresOperations::do_save_history(const backend::SaveHistory& request,
                                                   const CallOptions& call) {
  constexpr std::string_view unique_violation = "23505";
  try {
    return save_history_once(request, call);
  } catch (const Error& error) {
    if (error.sqlstate() != unique_violation || session().in_transaction()) throw;
    return save_history_once(request, call);
  }
}

constexpr SqlTemplate save_history_sql{"save_history", R"(
      with known as (
        select id, created_at, contact_id, false as is_new from {s}.history where entry_key = $8
      ), met as (
        update {s}.contact set last_interaction = greatest(last_interaction, $7)
         where phone = $5 and not exists (select from known)
        returning id
      ), created as (
        insert into {s}.contact as c (phone, created_at, "values")
        select $5, $7, '{{}}'
         where not exists (select from known) and not exists (select from met)
        on conflict (phone) do update
           set last_interaction = greatest(c.last_interaction, excluded.created_at)
        returning id
      ), saved as (
        insert into {s}.history (ref, keyword, answer, refserialize, phone, options, created_at,
                                 contact_id, entry_key)
        select $1, $2, $3, $4, $5, $6, $7, p.id, $8
          from (select id from met union all select id from created) p
        returning id, created_at, contact_id, true as is_new
      )
      select * from saved union all select * from known)"};

HistoryReceipt PostgresOperations::save_history_once(const backend::SaveHistory& request,
                                                     const CallOptions& call) {
  const auto& entry = request.entry;
  const Batch batch{
      texts(call)[save_history_sql],
      Params{entry.ref, entry.keyword, entry.answer, entry.ref_serialize, entry.phone,
             as_jsonb(entry.options), entry.created_at.value_or(request.now), *entry.entry_key}};
  // An entry bears no revision: repeated, the save knows its own work by the time that it set.
  const auto saved = entry.created_at ? Saved{session().write("save_history", batch, call)}
                                      : session().save("save_history", batch, call);
  const auto row = saved.results.front().front();
  const auto created_at = row.get<Timestamp>(1);
  const bool is_new = row.get<bool>(3) || (saved.repeated && created_at == request.now);
  return {.outcome = is_new ? Outcome::inserted : Outcome::duplicate,
          .id = row.get<std::int64_t>(0),
          .entry_key = *entry.entry_key,
          .created_at = created_at,
          .contact_id = row.get<std::optional<std::int64_t>>(2)};
}

Page<HistoryEntry> PostgresOperations::do_list_history(const backend::ListHistory& request,
                                                       const CallOptions& call) {
  const auto& query = request.query;
  const Selection selection{.name = "list_history",
                            .columns = history_columns,
                            .table = "history",
                            .conditions =
                                [&](Where& where) {
                                  if (query.phone) where.add("phone = $?", *query.phone);
                                  if (query.contact_id)
                                    where.add("contact_id = $?", *query.contact_id);
                                  if (query.with_keyword) where.add("keyword is not null");
                                  where.range("created_at", query.created);
                                },
                            .behind =
                                [&](Where& where) {
                                  if (request.after)
                                    where.behind("created_at, id", query.direction,
                                                 request.after->created_at, request.after->id);
                                },
                            .order = order_by({"created_at", "id"}, query.direction)};
  const auto results =
      session().read("list_history", list_batch(texts(call), selection, query.page), call);
  return backend::make_page(request, read_all(results[0], read_history),
                            total_of(results, query.page));
}

}  // namespace botstore::postgres
