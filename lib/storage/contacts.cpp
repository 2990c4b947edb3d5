#include "botstore/contact.hpp"

#include "botstore/storage.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;

ContactAction contact_action(char letter) {
  if (letter == 'a') return ContactAction::merge;
  if (letter == 'u') return ContactAction::replace;
  Check{"contact_action"}.refuse("letter", "is neither 'a' (merge) nor 'u' (replace)");
}

ContactReceipt Storage::save_contact(NewContact contact, const CallOptions& call) {
  const Check check{"save_contact"};
  check.name("phone", contact.phone, limits::phone_bytes);
  check.object("values", contact.values);
  check.time("created_at", contact.created_at);
  check.time("updated_in", contact.updated_in);
  check.time("last_interaction", contact.last_interaction);
  return Call::run(*this, "save_contact", call, [&] {
    return do_save_contact({std::move(contact), clock_()}, call);
  });
}

std::optional<Contact> Storage::get_contact(std::string_view phone, const CallOptions& call) {
  Check{"get_contact"}.name("phone", phone, limits::phone_bytes);
  return Call::run(*this, "get_contact", call, [&] { return do_get_contact(phone, call); });
}

Page<Contact> Storage::list_contacts(ContactQuery query, const CallOptions& call) {
  const Check check{"list_contacts"};
  check.filter("values", query.values);
  backend::ListContacts request{std::move(query)};
  detail::place_page(check, request, detail::fingerprint(request.query));
  return Call::run(*this, "list_contacts", call, [&] { return do_list_contacts(request, call); });
}

bool Storage::delete_contact(std::string_view phone, const DeleteContactOptions& options,
                             const CallOptions& call) {
  Check{"delete_contact"}.name("phone", phone, limits::phone_bytes);
  return Call::run(*this, "delete_contact", call,
                   [&] { return do_delete_contact(phone, options, call); });
}

}  // namespace botstore
