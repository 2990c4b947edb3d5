#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

Operation save_contact(Random& random) {
  NewContact contact{.phone = random.phone(),
                     .action = random.one_of(
                         {ContactAction::merge, ContactAction::merge, ContactAction::replace})};
  if (random.chance(80)) contact.values = random.object();
  contact.created_at = random.maybe(25, [&] { return random.time(); });
  contact.updated_in = random.maybe(20, [&] { return random.time(); });
  contact.last_interaction = random.maybe(25, [&] { return random.time(); });
  const auto text = Fields{}
                        .add("phone", contact.phone)
                        .add("values", contact.values)
                        .add("action", contact.action)
                        .add("created_at", contact.created_at)
                        .add("updated_in", contact.updated_in)
                        .add("last_interaction", contact.last_interaction)
                        .text();
  return {.text = "save_contact " + text, .run = [contact](Side& side) {
            return show(side, side.store().save_contact(contact), contact.phone);
          }};
}

Operation get_contact(Random& random) {
  const auto phone = random.phone();
  return {.text = "get_contact " + phone,
          .run = [phone](Side& side) { return show(side, side.store().get_contact(phone)); }};
}

Operation delete_contact(Random& random) {
  const auto phone = random.phone();
  const DeleteContactOptions options{.with_history = random.chance(40)};
  const auto text = Fields{}.add("phone", phone).add("with_history", options.with_history).text();
  return {.text = "delete_contact " + text, .run = [=](Side& side) {
            return show(side, side.store().delete_contact(phone, options));
          }};
}

Operation list_contacts(Random& random) {
  ContactQuery query{.values = random.filter(),
                     .order_by = random.one_of({ContactOrder::last_interaction, ContactOrder::id}),
                     .direction = random.direction()};
  const auto reading = draw_reading(random, query);
  const auto text = Fields{}
                        .add("values", query.values)
                        .add("order_by", query.order_by)
                        .add("direction", query.direction)
                        .text();
  return list_operation(
      "list_contacts", text, query, reading, [](Side&, ContactQuery&) {},
      [](Storage& store, const ContactQuery& page) { return store.list_contacts(page); },
      [](Storage& store, const ContactQuery& all, const StreamOptions& options) {
        return store.stream_contacts(all, options);
      });
}

}  // namespace

Operation contact_operation(Random& random) {
  const auto drawn = random.below(8);
  if (drawn < 4) return save_contact(random);
  if (drawn < 5) return get_contact(random);
  return drawn < 6 ? delete_contact(random) : list_contacts(random);
}

}  // namespace botstore::testing
