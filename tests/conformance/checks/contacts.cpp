#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

constexpr const char* phone = "+390212345678";

Contact stored(Context& context) {
  return expect_some(context.store.get_contact(phone), "the contact");
}

ContactReceipt save(Context& context, Json values, char action = 'a') {
  return context.store.save_contact(
      {.phone = phone, .values = std::move(values), .action = contact_action(action)});
}

void letters_name_the_actions(Context& /*context*/) {
  expect_equal(contact_action('a'), ContactAction::merge, "a");
  expect_equal(contact_action('u'), ContactAction::replace, "u");
  for (const char other : {'A', 'U', 'm', ' ', '\0'})
    expect_equal(
        expect_error(ErrorCode::invalid_argument, [&] { (void)contact_action(other); }).field(),
        "letter", "the error's field");
  expect_equal(NewContact{}.action, ContactAction::merge, "the default");
}

void save_of_a_new_phone_creates_it(Context& context) {
  const auto receipt = save(context, R"({"name": "Ada"})"_json);
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
  expect_equal(receipt.created_at, context.clock.now(), "created_at");
  expect_equal(receipt.updated_in, std::nullopt, "updated_in");
  expect_same(stored(context), {.id = receipt.id,
                                .phone = phone,
                                .created_at = receipt.created_at,
                                .values = R"({"name": "Ada"})"_json});
}

void replace_of_a_new_phone_creates_it(Context& context) {
  expect_equal(save(context, R"({"name": "Ada"})"_json, 'u').outcome, Outcome::inserted, "outcome");
  expect_equal(stored(context).values, R"({"name": "Ada"})"_json, "values");
  expect_equal(stored(context).updated_in, std::nullopt, "updated_in");
}

void merge_keeps_absent_keys(Context& context) {
  const auto first = save(context, R"({"name": "Ada", "city": {"zip": 1}, "age": 36})"_json);
  context.clock.advance(1s);
  const auto second = save(context, R"({"city": {"name": "Roma"}, "age": null})"_json);
  expect_equal(second.outcome, Outcome::replaced, "outcome");
  expect_equal(second.id, first.id, "id");
  expect_equal(second.created_at, first.created_at, "created_at");
  expect_equal(second.updated_in, context.clock.now(), "updated_in");
  const auto after = stored(context);
  expect_equal(after.values, R"({"name": "Ada", "city": {"name": "Roma"}, "age": null})"_json,
               "values");
  expect_equal(after.created_at, first.created_at, "stored created_at");
  expect_equal(after.updated_in, context.clock.now(), "stored updated_in");
}

void replace_drops_absent_keys(Context& context) {
  const auto first = save(context, R"({"name": "Ada", "age": 36})"_json);
  context.clock.advance(1s);
  const auto second = save(context, R"({"age": null})"_json, 'u');
  expect_equal(second.outcome, Outcome::replaced, "outcome");
  expect_equal(second.id, first.id, "id");
  expect_equal(stored(context).values, R"({"age": null})"_json, "values");
  expect_equal(stored(context).created_at, first.created_at, "created_at");
  expect_equal(stored(context).updated_in, context.clock.now(), "updated_in");
}

void given_times_are_kept(Context& context) {
  const auto receipt = context.store.save_contact({.phone = phone,
                                                   .created_at = at(1h + 1us),
                                                   .updated_in = at(2h),
                                                   .last_interaction = at(3h)});
  expect_equal(receipt.created_at, at(1h + 1us), "created_at");
  expect_equal(receipt.updated_in, at(2h), "updated_in");
  expect_equal(stored(context).last_interaction, at(3h), "last_interaction");
  context.store.save_contact({.phone = phone, .created_at = at(9h), .updated_in = at(4h)});
  expect_equal(stored(context).created_at, at(1h + 1us), "created_at of a known contact");
  expect_equal(stored(context).updated_in, at(4h), "updated_in");
  expect_equal(stored(context).last_interaction, at(3h), "a last_interaction that was not given");
  context.store.save_contact({.phone = phone, .last_interaction = at(5h)});
  expect_equal(stored(context).last_interaction, at(5h), "a last_interaction that was given");
}

void get_of_an_unknown_phone_is_absent(Context& context) {
  expect(!context.store.get_contact(phone), "there is none");
  save(context, "{}"_json);
  expect(!context.store.get_contact("390212345678"), "phones are compared as they are");
  expect(!context.store.get_contact("+390212345678 "), "spaces count");
}

void delete_keeps_history(Context& context) {
  const auto entry = context.store.save_history({.ref = "welcome", .phone = phone});
  context.store.save_history({.ref = "other", .phone = "+1"});
  expect(context.store.delete_contact(phone), "there was one");
  expect(!context.store.get_contact(phone), "it is gone");
  expect(!context.store.delete_contact(phone), "there is none any more");
  const auto left = expect_some(context.store.last_history(phone), "the history");
  expect_equal(left.id, entry.id, "id");
  expect_equal(left.phone, phone, "phone");
  expect_equal(left.contact_id, std::nullopt, "contact_id");
  expect(expect_some(context.store.last_history("+1")).contact_id.has_value(),
         "others' entries keep their contact");
}

void delete_with_history_takes_it_along(Context& context) {
  for (const auto* ref : {"one", "two"}) context.store.save_history({.ref = ref, .phone = phone});
  context.store.save_history({.ref = "other", .phone = "+1"});
  expect(context.store.delete_contact(phone, {.with_history = true}), "there was one");
  expect(!context.store.last_history(phone), "its history is gone");
  expect_equal(context.store.list_history().items.size(), 1, "others' history stays");
}

void a_phone_may_come_back(Context& context) {
  context.store.save_history({.ref = "old", .phone = phone});
  const auto old = stored(context);
  context.store.delete_contact(phone);
  context.clock.advance(1h);
  save(context, R"({"name": "Ada"})"_json);
  const auto fresh = stored(context);
  expect_equal(fresh.created_at, context.clock.now(), "created_at");
  expect_equal(fresh.values, R"({"name": "Ada"})"_json, "values");
  expect_equal(fresh.last_interaction, std::nullopt, "last_interaction");
  expect_equal(context.store.list_history({.contact_id = fresh.id}).items.size(), 0,
               "the old entries stay without a contact");
}

void two_first_saves_at_once_make_one_contact(Context& context) {
  in_parallel(2, [&](int i) {
    save(context, i == 0 ? R"({"name": "Ada"})"_json : R"({"city": "Roma"})"_json);
  });
  const auto all = context.store.list_contacts().items;
  expect_equal(all.size(), 1, "contacts");
  expect_equal(all[0].values, R"({"name": "Ada", "city": "Roma"})"_json, "values");
}

std::vector<Check> value_checks() {
  return {
      {"contacts/letters_name_the_actions",
       "BuilderBot's `a` is merge, the default, and `u` is replace; other letters are refused.",
       letters_name_the_actions},
      {"contacts/save_of_a_new_phone_creates_it",
       "A save of an unknown phone creates the contact, without updated_in.",
       save_of_a_new_phone_creates_it},
      {"contacts/replace_of_a_new_phone_creates_it",
       "So does a save that would replace the values.", replace_of_a_new_phone_creates_it},
      {"contacts/merge_keeps_absent_keys",
       "A merge replaces whole values of the top level and keeps other keys; null is a value.",
       merge_keeps_absent_keys},
      {"contacts/replace_drops_absent_keys",
       "A replace leaves nothing of the stored values; the contact stays the same one.",
       replace_drops_absent_keys},
      {"contacts/given_times_are_kept",
       "Times that are given are stored; created_at counts for a new contact only.",
       given_times_are_kept},
      {"contacts/get_of_an_unknown_phone_is_absent", "An unknown phone has no contact.",
       get_of_an_unknown_phone_is_absent},
      {"contacts/delete_keeps_history",
       "A deleted contact leaves its history, without its contact_id.", delete_keeps_history},
      {"contacts/delete_with_history_takes_it_along",
       "With the option, a contact's history goes with it, and nobody else's.",
       delete_with_history_takes_it_along},
      {"contacts/a_phone_may_come_back",
       "A phone saved after a delete is a new contact, to which old entries do not belong.",
       a_phone_may_come_back},
      {"contacts/two_first_saves_at_once_make_one_contact",
       "Two first saves of one phone at once make one contact with both sets of keys.",
       two_first_saves_at_once_make_one_contact},
  };
}

}  // namespace

std::vector<Check> contact_checks() {
  return joined({value_checks(), contact_list_checks()});
}

}  // namespace botstore::testing
