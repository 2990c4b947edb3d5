#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"
#include "lib/writes/contacts.hpp"

namespace botstore::sqlite {

ContactReceipt SqliteOperations::do_save_contact(const backend::SaveContact& request,
                                                 const CallOptions& call) {
  return session().write("save_contact", call, [&](Connection& connection) {
    const auto stored = find_contact(connection, request.contact.phone);
    auto row = detail::saved(pointer_to(stored), request);
    row.id = put_contact(connection, row);
    return detail::receipt_of(stored ? Outcome::replaced : Outcome::inserted, row);
  });
}

std::optional<Contact> SqliteOperations::do_get_contact(std::string_view phone,
                                                        const CallOptions& call) {
  return session().read("get_contact", call,
                        [&](Connection& connection) { return find_contact(connection, phone); });
}

Page<Contact> SqliteOperations::do_list_contacts(const backend::ListContacts& request,
                                                 const CallOptions& call) {
  constexpr std::string_view interaction = "coalesce(last_interaction, created_at)";
  const auto& query = request.query;
  const bool by_id = query.order_by == ContactOrder::id;
  Where matching;
  matching.filter("\"values\"", query.values);
  auto behind = matching;
  if (request.after && by_id)
    behind.add(fmt::format("id {} ?", after(query.direction)), {request.after->id});
  else if (request.after)
    // A row value alone does not seek in an index of an expression.
    behind.add(
        fmt::format("{0} {1}= ? and ({0}, id) {1} (?, ?)", interaction, after(query.direction)),
        {as_value(request.after->time), as_value(request.after->time), request.after->id});
  const Selection selection{.columns = contact_columns,
                            .table = "contact",
                            .matching = std::move(matching),
                            .behind = std::move(behind),
                            .order = by_id ? order_by({"id"}, query.direction)
                                           : order_by({interaction, "id"}, query.direction)};
  return session().read("list_contacts", call, [&](Connection& connection) {
    return list_page(connection, request, selection, read_contact);
  });
}

// The history outlives its contact, by its foreign key, unless it is to go along.
bool SqliteOperations::do_delete_contact(std::string_view phone,
                                         const DeleteContactOptions& options,
                                         const CallOptions& call) {
  return session().write("delete_contact", call, [&](Connection& connection) {
    if (options.with_history)
      run(connection,
          "delete from history where contact_id = (select id from contact where phone = ?1)",
          phone);
    return run(connection, "delete from contact where phone = ?1", phone) > 0;
  });
}

}  // namespace botstore::sqlite
