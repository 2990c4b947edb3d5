#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

constexpr const char* phone = "+390212345678";

NewHistoryEntry entry_at(Timestamp time, std::string ref = "step") {
  return {.ref = std::move(ref), .answer = "Hi", .phone = phone, .created_at = time};
}

Contact contact(Context& context) {
  return expect_some(context.store.get_contact(phone), "the contact");
}

HistoryEntry last(Context& context) {
  return expect_some(context.store.last_history(phone), "the last entry");
}

void save_returns_what_it_wrote(Context& context) {
  const auto receipt =
      context.store.save_history({.ref = "ans_1",
                                  .keyword = "hello",
                                  .answer = "Hi \"you\" 🍝",
                                  .ref_serialize = "serialized",
                                  .phone = phone,
                                  .options = R"({"capture": true, "delay": null})"_json});
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
  expect_equal(receipt.created_at, context.clock.now(), "created_at");
  expect(!receipt.entry_key.empty(), "an entry without a key gets one");
  expect_same(last(context), {.id = receipt.id,
                              .ref = "ans_1",
                              .keyword = "hello",
                              .answer = "Hi \"you\" 🍝",
                              .ref_serialize = "serialized",
                              .phone = phone,
                              .options = R"({"delay": null, "capture": true})"_json,
                              .created_at = receipt.created_at,
                              .contact_id = contact(context).id,
                              .entry_key = receipt.entry_key});
  expect_equal(receipt.contact_id, contact(context).id, "contact_id");
}

void absent_fields_stay_absent(Context& context) {
  context.store.save_history({.ref = "ans_1", .phone = phone});
  const auto stored = last(context);
  expect_equal(stored.keyword, std::nullopt, "keyword");
  expect_equal(stored.options, std::nullopt, "options");
  expect_equal(stored.updated_in, std::nullopt, "updated_in");
  expect_equal(stored.answer, "", "answer");
  expect_equal(stored.ref_serialize, "", "ref_serialize");
}

void options_may_be_any_json(Context& context) {
  for (const auto* text : {"null", "[]", "0", "\"text\"", "{}"}) {
    context.clock.advance(1s);
    context.store.save_history({.ref = "step", .phone = phone, .options = Json::parse(text)});
    expect_equal(last(context).options, Json::parse(text), "options");
  }
}

void first_entry_creates_the_contact(Context& context) {
  const auto receipt = context.store.save_history(entry_at(at(2h)));
  const auto created = contact(context);
  expect_equal(receipt.contact_id, created.id, "contact_id");
  expect_same(created,
              {.id = created.id, .phone = phone, .created_at = at(2h), .values = "{}"_json});
}

void later_entries_move_last_interaction(Context& context) {
  context.store.save_history(entry_at(at(1h)));
  const auto first = contact(context);
  const auto receipt = context.store.save_history(entry_at(at(3h)));
  expect_equal(receipt.contact_id, first.id, "contact_id");
  auto expected = first;
  expected.last_interaction = at(3h);
  expect_same(contact(context), expected);
  context.clock.advance(1h);
  context.store.save_history({.ref = "now", .phone = phone});
  expect_equal(contact(context).last_interaction, context.clock.now(), "without a time: now");
  expect_equal(context.store.list_contacts().items.size(), 1, "contacts");
}

void a_saved_contact_is_known(Context& context) {
  context.store.save_contact(
      {.phone = phone, .values = R"({"name": "Ada"})"_json, .created_at = at(1h)});
  auto expected = contact(context);
  const auto receipt = context.store.save_history(entry_at(at(2h)));
  expect_equal(receipt.contact_id, expected.id, "contact_id");
  expected.last_interaction = at(2h);
  expect_same(contact(context), expected);
}

void last_interaction_never_goes_back(Context& context) {
  context.store.save_history(entry_at(at(1h)));
  context.store.save_history(entry_at(at(5h)));
  const auto before = contact(context);
  context.store.save_history(entry_at(at(3h), "backfilled"));
  expect_same(contact(context), before);
  context.store.save_history(entry_at(at(5h), "again"));
  expect_same(contact(context), before);
}

void a_repeated_entry_changes_nothing(Context& context) {
  auto entry = entry_at(at(1h), "first");
  entry.entry_key = "delivery 1";
  const auto first = context.store.save_history(entry);
  expect_equal(first.entry_key, "delivery 1", "entry_key");
  const auto known = contact(context);
  context.clock.advance(1h);
  entry = entry_at(at(9h), "second");
  entry.entry_key = "delivery 1";
  const auto second = context.store.save_history(entry);
  expect_equal(second.outcome, Outcome::duplicate, "outcome");
  expect_equal(second.id, first.id, "id");
  expect_equal(second.entry_key, "delivery 1", "entry_key");
  expect_equal(second.created_at, first.created_at, "created_at");
  expect_equal(second.contact_id, first.contact_id, "contact_id");
  expect_same(contact(context), known);
  expect_equal(context.store.list_history().items.size(), 1, "entries");
  expect_equal(last(context).ref, "first", "ref");
}

void a_repeated_entry_makes_no_contact(Context& context) {
  auto entry = entry_at(at(1h));
  entry.entry_key = "delivery 1";
  context.store.save_history(entry);
  entry.phone = "+1";
  expect_equal(context.store.save_history(entry).outcome, Outcome::duplicate, "outcome");
  expect(!context.store.get_contact("+1"), "no contact was made for the other phone");

  context.store.delete_contact(phone);
  entry.phone = phone;
  const auto receipt = context.store.save_history(entry);
  expect_equal(receipt.outcome, Outcome::duplicate, "outcome after the contact was deleted");
  expect_equal(receipt.contact_id, std::nullopt, "contact_id");
  expect(!context.store.get_contact(phone), "the contact does not come back");
}

void entries_without_a_key_are_all_new(Context& context) {
  const auto first = context.store.save_history(entry_at(at(1h)));
  const auto second = context.store.save_history(entry_at(at(1h)));
  expect_equal(second.outcome, Outcome::inserted, "outcome");
  expect(first.id != second.id && first.entry_key != second.entry_key, "they are two entries");
}

void last_is_the_newest_by_time(Context& context) {
  expect(!context.store.last_history(phone), "no entry: absent");
  context.store.save_history(entry_at(at(2h), "late"));
  context.store.save_history(entry_at(at(1h), "backfilled"));
  auto other = entry_at(at(9h), "other");
  other.phone = "+1";
  context.store.save_history(other);
  expect_equal(last(context).ref, "late", "ref");
}

void last_of_a_tie_is_the_one_that_came_last(Context& context) {
  for (const auto* ref : {"one", "two", "three"}) context.store.save_history(entry_at(at(1h), ref));
  expect_equal(last(context).ref, "three", "ref");
}

void last_with_keyword_skips_the_rest(Context& context) {
  expect(!context.store.last_history(phone, {.with_keyword = true}), "no entry: absent");
  context.store.save_history(entry_at(at(1h), "plain"));
  expect(!context.store.last_history(phone, {.with_keyword = true}), "none has a keyword");
  auto started = entry_at(at(2h), "started");
  started.keyword = "menu";
  context.store.save_history(started);
  context.store.save_history(entry_at(at(3h), "later"));
  expect_equal(last(context).ref, "later", "ref without the option");
  const auto found = context.store.last_history(phone, {.with_keyword = true});
  expect_equal(expect_some(found).ref, "started", "ref with the option");
}

std::vector<Check> entry_checks() {
  return {
      {"history/save_returns_what_it_wrote",
       "A saved entry comes back with all its fields; the receipt names it and its contact.",
       save_returns_what_it_wrote},
      {"history/absent_fields_stay_absent", "Fields that were not given are absent.",
       absent_fields_stay_absent},
      {"history/options_may_be_any_json", "Options are any JSON value; null is not absence.",
       options_may_be_any_json},
      {"history/first_entry_creates_the_contact",
       "The first entry of a phone creates its contact, with the entry's time as created_at.",
       first_entry_creates_the_contact},
      {"history/later_entries_move_last_interaction",
       "Later entries move the contact's last_interaction, and nothing else of it.",
       later_entries_move_last_interaction},
      {"history/a_saved_contact_is_known",
       "An entry of a contact that was saved before belongs to it.", a_saved_contact_is_known},
      {"history/last_interaction_never_goes_back",
       "A backfilled entry leaves a later last_interaction.", last_interaction_never_goes_back},
      {"history/a_repeated_entry_changes_nothing",
       "An entry repeated under its key is a duplicate: no row, no contact, no time changes.",
       a_repeated_entry_changes_nothing},
      {"history/a_repeated_entry_makes_no_contact",
       "A duplicate creates no contact, whatever its phone.", a_repeated_entry_makes_no_contact},
      {"history/entries_without_a_key_are_all_new",
       "Entries without a key get one each and are never duplicates.",
       entries_without_a_key_are_all_new},
      {"history/last_is_the_newest_by_time",
       "The last entry of a phone is its newest by time, not the one saved last.",
       last_is_the_newest_by_time},
      {"history/last_of_a_tie_is_the_one_that_came_last",
       "Of entries of one time the one with the largest id is the last.",
       last_of_a_tie_is_the_one_that_came_last},
      {"history/last_with_keyword_skips_the_rest",
       "With the option, only entries that have a keyword count.",
       last_with_keyword_skips_the_rest},
  };
}

}  // namespace

std::vector<Check> history_checks() {
  return joined({entry_checks(), history_list_checks()});
}

}  // namespace botstore::testing
