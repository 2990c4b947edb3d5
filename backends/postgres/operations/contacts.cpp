#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

// The update comes before the insert: an insert takes a number from the sequence even where it
// finds the row there, and the numbers are of 32 bits.
constexpr SqlTemplate save_contact_sql{"save_contact", R"(
      with updated as (
        update {s}.contact
           set "values" = case when $3 then coalesce("values", '{{}}') || $2 else $2 end,
               updated_in = coalesce($5, $7),
               last_interaction = coalesce($6, last_interaction)
         where phone = $1
        returning id, created_at, updated_in, false as is_new
      ), inserted as (
        insert into {s}.contact as c (phone, "values", created_at, updated_in, last_interaction)
        select $1, $2, coalesce($4, $7), $5, $6
         where not exists (select from updated)
        on conflict (phone) do update
           set "values" = case when $3 then coalesce(c."values", '{{}}') || $2 else $2 end,
               updated_in = coalesce($5, $7),
               last_interaction = coalesce($6, c.last_interaction)
        returning id, created_at, updated_in, xmax = 0 as is_new
      )
      select * from updated union all select * from inserted)"};

ContactReceipt PostgresOperations::do_save_contact(const backend::SaveContact& request,
                                                   const CallOptions& call) {
  const auto& contact = request.contact;
  const Batch batch{
      texts(call)[save_contact_sql],
      Params{contact.phone, as_jsonb(contact.values), contact.action == ContactAction::merge,
             contact.created_at, contact.updated_in, contact.last_interaction, request.now}};
  // A contact bears no revision: repeated, the save knows its own work by the time that it set.
  const auto saved = contact.created_at ? Saved{session().write("save_contact", batch, call)}
                                        : session().save("save_contact", batch, call);
  const auto row = saved.results.front().front();
  const auto created_at = row.get<Timestamp>(1);
  const bool is_new = row.get<bool>(3) || (saved.repeated && created_at == request.now);
  return {.outcome = is_new ? Outcome::inserted : Outcome::replaced,
          .id = row.get<std::int64_t>(0),
          .created_at = created_at,
          .updated_in = row.get<std::optional<Timestamp>>(2)};
}

constexpr SqlTemplate get_contact_sql{"get_contact",
                                      "select {contact_columns} from {s}.contact where phone = $1"};

std::optional<Contact> PostgresOperations::do_get_contact(std::string_view phone,
                                                          const CallOptions& call) {
  const auto found =
      session().read_one("get_contact", Batch{texts(call)[get_contact_sql], Params{phone}}, call);
  if (found.empty()) return std::nullopt;
  return read_contact(found.front());
}

Page<Contact> PostgresOperations::do_list_contacts(const backend::ListContacts& request,
                                                   const CallOptions& call) {
  const auto& query = request.query;
  const bool by_id = query.order_by == ContactOrder::id;
  const Selection selection{
      .name = "list_contacts",
      .columns = contact_columns,
      .table = "contact",
      .conditions = [&](Where& where) { where.filter("coalesce(\"values\", '{}')", query.values); },
      .behind =
          [&](Where& where) {
            if (!request.after) return;
            if (by_id)
              where.behind("id", query.direction, request.after->id);
            else
              where.behind("coalesce(last_interaction, created_at), id", query.direction,
                           request.after->time, request.after->id);
          },
      .order = by_id ? order_by({"id"}, query.direction)
                     : order_by({"coalesce(last_interaction, created_at)", "id"}, query.direction)};
  const auto results =
      session().read("list_contacts", list_batch(texts(call), selection, query.page), call);
  return backend::make_page(request, read_all(results[0], read_contact),
                            total_of(results, query.page));
}

constexpr SqlTemplate lock_contact_sql{"delete_contact lock",
                                       "select from {s}.contact where phone = $1 for update"};

constexpr SqlTemplate delete_history_of_sql{"delete_contact history", R"(
      delete from {s}.history where contact_id = (select id from {s}.contact where phone = $1))"};

constexpr SqlTemplate keep_history_of_sql{"delete_contact keep history", R"(
      update {s}.history set contact_id = null
       where contact_id = (select id from {s}.contact where phone = $1))"};

constexpr SqlTemplate delete_contact_sql{"delete_contact",
                                         "delete from {s}.contact where phone = $1"};

bool PostgresOperations::do_delete_contact(std::string_view phone,
                                           const DeleteContactOptions& options,
                                           const CallOptions& call) {
  const auto& history = options.with_history ? delete_history_of_sql : keep_history_of_sql;
  const auto results = session().write("delete_contact",
                                       Batch{}
                                           .add(texts(call)[lock_contact_sql], Params{phone})
                                           .add(texts(call)[history], Params{phone})
                                           .add(texts(call)[delete_contact_sql], Params{phone}),
                                       call);
  return results[2].affected() > 0;
}

}  // namespace botstore::postgres
