#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"
#include "lib/process/never_destroyed.hpp"
#include "lib/writes/contacts.hpp"

namespace botstore::sqlite {

namespace {

std::optional<HistoryEntry> find(Connection& connection, std::string_view entry_key) {
  static constinit detail::NeverDestroyed<std::string> sql;
  const auto text = [] {
    return fmt::format("select {} from history where entry_key = ?1", history_columns);
  };
  Query query{connection, sql.get(text), entry_key};
  return read_one(query, read_history);
}

std::int64_t insert(Connection& connection, const HistoryEntry& row) {
  run(connection, R"(
      insert into history (ref, keyword, answer, refserialize, phone, options, created_at,
                           contact_id, entry_key)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))",
      row.ref, row.keyword, row.answer, row.ref_serialize, row.phone, row.options, row.created_at,
      row.contact_id, row.entry_key);
  return sqlite3_last_insert_rowid(connection.get());
}

Selection selection_of(const backend::ListHistory& request) {
  const auto& query = request.query;
  Where matching;
  if (query.phone) matching.add("phone = ?", {*query.phone});
  // Of a phone's entries few are read; the planner must not take the contact's instead.
  if (query.contact_id)
    matching.add(query.phone ? "+contact_id = ?" : "contact_id = ?", {*query.contact_id});
  if (query.with_keyword) matching.add("keyword is not null");
  matching.range("created_at", query.created);
  auto behind = matching;
  if (request.after)
    behind.add(fmt::format("(created_at, id) {} (?, ?)", after(query.direction)),
               {as_value(request.after->created_at), request.after->id});
  return {.columns = history_columns,
          .table = "history",
          .matching = std::move(matching),
          .behind = std::move(behind),
          .order = order_by({"created_at", "id"}, query.direction)};
}

}  // namespace

HistoryReceipt SqliteOperations::do_save_history(const backend::SaveHistory& request,
                                                 const CallOptions& call) {
  return session().write("save_history", call, [&](Connection& connection) {
    if (const auto stored = find(connection, *request.entry.entry_key))
      return detail::receipt_of(Outcome::duplicate, *stored);
    const auto contact = find_contact(connection, request.entry.phone);
    const auto contact_id = put_contact(connection, detail::met(pointer_to(contact), request));
    auto row = detail::new_entry(request, contact_id);
    row.id = insert(connection, row);
    return detail::receipt_of(Outcome::inserted, row);
  });
}

Page<HistoryEntry> SqliteOperations::do_list_history(const backend::ListHistory& request,
                                                     const CallOptions& call) {
  return session().read("list_history", call, [&](Connection& connection) {
    return list_page(connection, request, selection_of(request), read_history);
  });
}

}  // namespace botstore::sqlite
