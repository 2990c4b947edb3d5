#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/json.hpp"
#include "lib/writes/contacts.hpp"

namespace botstore::memory {

namespace {

/// Deletes the contact's history, or cuts it off from the contact.
void release_history(Edits& edits, std::int64_t contact_id, bool erase) {
  auto entries =
      edits.history.walk<HistoryOfContact>(all_of<HistoryOfContact>(std::optional{contact_id}));
  while (const auto* entry = entries.next()) {
    if (erase) {
      edits.history.erase(*entry);
    } else {
      auto row = *entry;
      row.contact_id.reset();
      edits.history.put(std::move(row));
    }
  }
}

Page<Contact> list_by_interaction(const Rows& rows, const backend::ListContacts& request,
                                  const auto& matches) {
  const auto direction = request.query.direction;
  const auto walk_from = [&](const std::optional<backend::ContactPosition>& after) {
    auto range = all_of<ContactsByInteraction>();
    if (after) range.begin_behind(direction, after->time, after->id);
    return rows.contacts.walk<ContactsByInteraction>(std::move(range), direction);
  };
  return list_page(request, walk_from, matches);
}

Page<Contact> list_by_id(const Rows& rows, const backend::ListContacts& request,
                         const auto& matches) {
  const auto direction = request.query.direction;
  const auto walk_from = [&](const std::optional<backend::ContactPosition>& after) {
    auto range = all_of<ContactsById>();
    if (after) range.begin_behind(direction, after->id);
    return rows.contacts.walk<ContactsById>(std::move(range), direction);
  };
  return list_page(request, walk_from, matches);
}

}  // namespace

ContactReceipt MemoryStore::do_save_contact(const backend::SaveContact& request,
                                            const CallOptions& call) {
  return write("save_contact", call, [&](Edits& edits) {
    const auto* stored = edits.contacts.find<ContactsByPhone>(request.contact.phone);
    auto row = detail::saved(stored, request);
    if (stored == nullptr) row.id = ++edits.last_contact_id;
    const auto receipt =
        detail::receipt_of(stored != nullptr ? Outcome::replaced : Outcome::inserted, row);
    edits.contacts.put(std::move(row));
    return receipt;
  });
}

std::optional<Contact> MemoryStore::do_get_contact(std::string_view phone, const CallOptions&) {
  return read("get_contact", [&](const Rows& rows) -> std::optional<Contact> {
    if (const auto* row = rows.contacts.find<ContactsByPhone>(phone)) return *row;
    return std::nullopt;
  });
}

Page<Contact> MemoryStore::do_list_contacts(const backend::ListContacts& request,
                                            const CallOptions&) {
  return read("list_contacts", [&](const Rows& rows) {
    const auto matches = [&](const Contact& row) {
      return backend::matches(row.values, request.query.values);
    };
    return request.query.order_by == ContactOrder::id ? list_by_id(rows, request, matches)
                                                      : list_by_interaction(rows, request, matches);
  });
}

bool MemoryStore::do_delete_contact(std::string_view phone, const DeleteContactOptions& options,
                                    const CallOptions& call) {
  return write("delete_contact", call, [&](Edits& edits) {
    const auto* row = edits.contacts.find<ContactsByPhone>(phone);
    if (row == nullptr) return false;
    release_history(edits, row->id, options.with_history);
    edits.contacts.erase(*row);
    return true;
  });
}

}  // namespace botstore::memory
