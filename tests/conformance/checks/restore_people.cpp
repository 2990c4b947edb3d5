#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/moved.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

std::vector<Contact> contacts(Context& context) {
  return all_rows(context.store).contacts;
}

std::vector<HistoryEntry> entries(Context& context) {
  return all_rows(context.store).history;
}

void a_known_phone_keeps_its_id(Context& context) {
  const auto id = context.store.save_contact({.phone = "+1", .values = R"({"a": 1})"_json}).id;
  auto expected = moved_contact(id + 50, "+1");
  context.store.restore({.contacts = {expected}});
  expected.id = id;
  expect_same(contacts(context), {expected});
}

void a_taken_id_gives_way(Context& context) {
  const auto id = context.store.save_contact({.phone = "+1"}).id;
  auto expected = moved_contact(id, "+2");
  context.store.restore({.contacts = {expected}});
  const auto all = contacts(context);
  expect_equal(all.size(), 2, "contacts");
  expect(all[1].id > id, "the restored contact has a new id");
  expected.id = all[1].id;
  expect_same(all[1], expected);

  context.store.restore({.contacts = {moved_contact(id, "+2"), moved_contact(0, "+3")}});
  expect_equal(contacts(context).size(), 3, "contacts after the repetition and one without an id");
  expect_equal(expect_some(context.store.get_contact("+2")).id, expected.id, "the id");
}

void ids_move_on(Context& context) {
  context.store.restore({.contacts = {moved_contact(500, "+1"), moved_contact(20, std::nullopt)},
                         .history = {moved_entry(700, "e1"), moved_entry(30, std::nullopt)}});
  expect(context.store.save_contact({.phone = "+2"}).id > 500, "a new contact's id");
  const auto entry = context.store.save_history({.ref = "r", .phone = "+3"});
  expect(entry.id > 700, "a new entry's id");

  // They do not come back, and an id that a stored row keeps from being used counts too.
  context.store.restore({.contacts = {moved_contact(2, "+4"), moved_contact(900, "+1")},
                         .history = {moved_entry(950, "e1")}});
  expect(context.store.save_contact({.phone = "+5"}).id > 900, "a new contact's id, later");
  expect(context.store.save_history({.ref = "r", .phone = "+6"}).id > 950,
         "a new entry's id, later");
}

void phoneless_contacts_go_by_id(Context& context) {
  const auto first = moved_contact(7, std::nullopt);
  auto second = moved_contact(8, std::nullopt);
  context.store.restore({.contacts = {first, second}});
  expect_same(contacts(context), {first, second});
  second.values = R"({"name": "Eve"})"_json;
  second.last_interaction.reset();
  context.store.restore({.contacts = {second}});
  expect_same(contacts(context), {first, second});
}

void phoneless_contacts_give_way_once(Context& context) {
  const auto id = context.store.save_contact({.phone = "+1"}).id;
  const auto given = moved_contact(id, std::nullopt);
  context.store.restore({.contacts = {given}});
  const auto all = contacts(context);
  expect_equal(all.size(), 2, "contacts");
  auto expected = given;
  expected.id = all[1].id;
  expect_same(all[1], expected);
  context.store.restore({.contacts = {given}});
  expect_same(contacts(context), all);

  auto other = given;
  other.values = R"({"name": "Eve"})"_json;
  context.store.restore({.contacts = {other}});
  expect_equal(contacts(context).size(), 3, "one that differs is another contact");
}

void an_equal_row_that_is_overwritten_stands_for_none(Context& context) {
  const auto taken = context.store.save_contact({.phone = "+1"}).id;
  context.store.restore({.contacts = {moved_contact(taken + 10, std::nullopt)}});
  auto changed = moved_contact(taken + 10, std::nullopt);
  changed.values = R"({"name": "Eve"})"_json;
  const StoredRows rows{.contacts = {moved_contact(taken, std::nullopt), changed}};
  context.store.restore(rows);
  const auto all = contacts(context);
  expect_equal(all.size(), 3, "contacts");
  expect_same(all[1], changed);
  context.store.restore(rows);
  expect_same(contacts(context), all);
}

void a_known_entry_keeps_its_id(Context& context) {
  const auto receipt = context.store.save_history(
      {.ref = "old", .phone = "+1", .created_at = at(1h), .entry_key = "e1"});
  auto expected = moved_entry(receipt.id + 60, "e1", "+2");
  context.store.restore({.history = {expected}});
  expected.id = receipt.id;
  expect_same(entries(context), {expected});
}

void a_taken_entry_id_gives_way(Context& context) {
  const auto receipt = context.store.save_history({.ref = "old", .phone = "+1"});
  const StoredRows rows{.history = {moved_entry(receipt.id, "e2")}};
  context.store.restore(rows);
  const auto all = entries(context);
  expect_equal(all.size(), 2, "entries");
  expect(all[0].id > receipt.id, "the restored entry has a new id");
  auto expected = rows.history[0];
  expected.id = all[0].id;
  expect_same(all[0], expected);
  context.store.restore(rows);
  expect_same(entries(context), all);
}

void keyless_entries_go_by_id(Context& context) {
  const auto receipt = context.store.save_history({.ref = "old", .phone = "+1"});
  auto own = moved_entry(receipt.id + 10, std::nullopt);
  const auto moved = moved_entry(receipt.id, std::nullopt);
  context.store.restore({.history = {moved, own}});
  auto all = entries(context);
  expect_equal(all.size(), 3, "entries");
  context.store.restore({.history = {moved, own}});
  expect_same(entries(context), all);

  own.answer = "changed";
  context.store.restore({.history = {own}});
  const auto after = entries(context);
  expect_equal(after.size(), 3, "entries after one was overwritten");
  expect_same(after[0], own);
}

std::optional<std::int64_t> restored_contact_id(Context& context, HistoryEntry entry) {
  entry.entry_key = "e" + std::to_string(entry.id);
  context.store.restore({.history = {entry}});
  for (const auto& stored : entries(context))
    if (stored.entry_key == entry.entry_key) return stored.contact_id;
  fail("the entry is absent");
}

void entries_find_their_contact(Context& context) {
  const auto one = context.store.save_contact({.phone = "+1"}).id;
  const auto two = context.store.save_contact({.phone = "+2"}).id;
  const auto bare = two + 10;
  context.store.restore({.contacts = {moved_contact(bare, std::nullopt)}});
  const auto before = contacts(context);
  const auto entry = [](std::int64_t id, std::optional<std::string> phone,
                        std::optional<std::int64_t> contact_id) {
    auto made = moved_entry(id, std::nullopt, std::move(phone));
    made.contact_id = contact_id;
    return made;
  };
  const auto restored = [&](const HistoryEntry& made) {
    return restored_contact_id(context, made);
  };
  expect_equal(restored(entry(1, "+1", one)), one, "its own contact");
  expect_equal(restored(entry(2, "+1", two)), one, "another's id: the phone decides");
  expect_equal(restored(entry(3, "+2", 9'999)), two, "an unknown id: the phone decides");
  expect_equal(restored(entry(4, "+2", std::nullopt)), two, "no id: the phone decides");
  expect_equal(restored(entry(5, "+3", one)), std::nullopt, "an unknown phone: none");
  expect_equal(restored(entry(6, std::nullopt, bare)), bare, "neither has a phone");
  expect_equal(restored(entry(7, std::nullopt, one)), std::nullopt, "the contact alone has one");
  expect_equal(restored(entry(8, "+3", bare)), std::nullopt, "the entry alone has one");
  expect_same(contacts(context), before);
}

void entries_find_a_contact_that_comes_along(Context& context) {
  const auto taken = context.store.save_contact({.phone = "+1"}).id;
  auto entry = moved_entry(1, "e1", "+2");
  entry.contact_id = taken;
  context.store.restore({.contacts = {moved_contact(taken, "+2")}, .history = {entry}});
  expect_equal(entries(context).front().contact_id, expect_some(context.store.get_contact("+2")).id,
               "contact_id");
}

}  // namespace

std::vector<Check> restore_people_checks() {
  return {
      {"restore/a_known_phone_keeps_its_id",
       "A restored contact whose phone is stored overwrites that one but for its id.",
       a_known_phone_keeps_its_id},
      {"restore/a_taken_id_gives_way",
       "A restored contact whose id another one has gets a new id, once.", a_taken_id_gives_way},
      {"restore/ids_move_on",
       "A contact or an entry that is saved after a restore gets an id larger than all restored.",
       ids_move_on},
      {"restore/phoneless_contacts_go_by_id", "A contact without a phone is restored by its id.",
       phoneless_contacts_go_by_id},
      {"restore/phoneless_contacts_give_way_once",
       "A contact without a phone whose id is another's gets a new one, and no second time.",
       phoneless_contacts_give_way_once},
      {"restore/an_equal_row_that_is_overwritten_stands_for_none",
       "A stored contact that the restore overwrites does not stand for an equal one.",
       an_equal_row_that_is_overwritten_stands_for_none},
      {"restore/a_known_entry_keeps_its_id",
       "A restored entry whose key is stored overwrites that one but for its id.",
       a_known_entry_keeps_its_id},
      {"restore/a_taken_entry_id_gives_way",
       "A restored entry whose id another one has gets a new id, once.",
       a_taken_entry_id_gives_way},
      {"restore/keyless_entries_go_by_id",
       "An entry without a key is restored by its id; where that is another's it gets a new one, "
       "and no second time.",
       keyless_entries_go_by_id},
      {"restore/entries_find_their_contact",
       "A restored entry keeps its contact if that has its phone, else gets the one that does, or "
       "none; no contact changes.",
       entries_find_their_contact},
      {"restore/entries_find_a_contact_that_comes_along",
       "A restored entry follows its contact to the id that it gets.",
       entries_find_a_contact_that_comes_along},
  };
}

}  // namespace botstore::testing
