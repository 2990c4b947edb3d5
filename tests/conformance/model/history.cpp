#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

Operation save_history(Random& random) {
  NewHistoryEntry entry{.ref = random.one_of({"ans_1", "ans_2"}),
                        .answer = random.title(),
                        .ref_serialize = random.one_of({"", "key-1"}),
                        .phone = random.phone()};
  entry.keyword = random.maybe(30, [&] { return random.one_of({"hello", "menu", ""}); });
  entry.options = random.maybe(40, [&] { return random.value(); });
  entry.created_at = random.maybe(40, [&] { return random.time(); });
  entry.entry_key = random.maybe(70, [&] { return random.entry_key(); });
  const auto text = Fields{}
                        .add("ref", entry.ref)
                        .add("keyword", entry.keyword)
                        .add("answer", entry.answer)
                        .add("phone", entry.phone)
                        .add("options", entry.options)
                        .add("created_at", entry.created_at)
                        .add("entry_key", entry.entry_key)
                        .text();
  return {.text = "save_history " + text, .run = [entry](Side& side) {
            return show(side, side.store().save_history(entry), entry.phone);
          }};
}

Operation last_history(Random& random) {
  const auto phone = random.phone();
  const LastHistoryOptions options{.with_keyword = random.chance(40)};
  const auto text = Fields{}.add("phone", phone).add("with_keyword", options.with_keyword).text();
  return {.text = "last_history " + text,
          .run = [=](Side& side) { return show(side, side.store().last_history(phone, options)); }};
}

Operation list_history(Random& random) {
  HistoryQuery query{.created = random.range(),
                     .with_keyword = random.chance(20),
                     .direction = random.direction()};
  query.phone = random.maybe(40, [&] { return random.phone(); });
  const auto contact = random.maybe(25, [&] { return random.phone(); });
  const auto reading = draw_reading(random, query);
  const auto text = Fields{}
                        .add("phone", query.phone)
                        .add("contact of", contact)
                        .add("created", query.created)
                        .add("with_keyword", query.with_keyword)
                        .add("direction", query.direction)
                        .text();
  return list_operation(
      "list_history", text, query, reading,
      [contact](Side& side, HistoryQuery& given) {
        if (contact) given.contact_id = side.contact_id_of(*contact);
      },
      [](Storage& store, const HistoryQuery& page) { return store.list_history(page); },
      [](Storage& store, const HistoryQuery& all, const StreamOptions& options) {
        return store.stream_history(all, options);
      });
}

}  // namespace

Operation history_operation(Random& random) {
  const auto drawn = random.below(8);
  if (drawn < 4) return save_history(random);
  return drawn < 6 ? last_history(random) : list_history(random);
}

}  // namespace botstore::testing
