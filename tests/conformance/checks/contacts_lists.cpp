#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Phones = std::vector<std::string>;

Phones phones(const std::vector<Contact>& contacts) {
  Phones found;
  for (const auto& one : contacts) found.push_back(one.phone.value_or("none"));
  return found;
}

Phones listed(Context& context, const ContactQuery& query) {
  return phones(context.store.list_contacts(query).items);
}

Phones matching(Context& context, JsonCondition condition) {
  return listed(context, {.values = {std::move(condition)},
                          .order_by = ContactOrder::id,
                          .direction = Direction::ascending});
}

void save(Context& context, const char* phone, Json values) {
  context.store.save_contact({.phone = phone, .values = std::move(values)});
}

void save_at(Context& context, const char* phone, Timestamp created_at,
             std::optional<Timestamp> last_interaction) {
  context.store.save_contact(
      {.phone = phone, .created_at = created_at, .last_interaction = last_interaction});
}

void lists_by_last_interaction_else_creation(Context& context) {
  save_at(context, "+1", at(1h), at(9h));
  save_at(context, "+2", at(5h), std::nullopt);
  save_at(context, "+3", at(2h), at(4h));
  save_at(context, "+4", at(3h), std::nullopt);
  const Phones latest_first{"+1", "+2", "+3", "+4"};
  expect_equal(listed(context, {}), latest_first, "by default");
  expect_equal(listed(context, {.direction = Direction::ascending}),
               Phones(latest_first.rbegin(), latest_first.rend()), "ascending");
}

void ties_are_broken_by_id(Context& context) {
  save_at(context, "+3", at(1h), at(5h));
  save_at(context, "+1", at(5h), std::nullopt);
  save_at(context, "+2", at(2h), at(5h));
  expect_equal(listed(context, {.direction = Direction::ascending}), {"+3", "+1", "+2"},
               "ascending");
  expect_equal(listed(context, {}), {"+2", "+1", "+3"}, "descending");
}

void lists_by_id(Context& context) {
  for (const auto* phone : {"+9", "+1", "+5"}) save(context, phone, "{}"_json);
  context.store.save_history({.ref = "r", .phone = "+1", .created_at = context.clock.now() + 1h});
  ContactQuery query{.order_by = ContactOrder::id, .direction = Direction::ascending};
  expect_equal(listed(context, query), {"+9", "+1", "+5"}, "ascending");
  query.direction = Direction::descending;
  expect_equal(listed(context, query), {"+5", "+1", "+9"}, "descending");
}

void filters_by_value_at_a_path(Context& context) {
  save(context, "+1", R"({"city": {"name": "Roma"}, "age": 36})"_json);
  save(context, "+2", R"({"city": {"name": "Bari"}, "age": "36"})"_json);
  save(context, "+3", R"({"city": "Roma", "age": null})"_json);
  expect_equal(matching(context, where::equals({"city", "name"}, "\"Roma\""_json)), {"+1"},
               "at a path of two");
  expect_equal(matching(context, where::equals({"age"}, "36"_json)), {"+1"}, "a number");
  expect_equal(matching(context, where::equals({"age"}, "\"36\""_json)), {"+2"}, "a text");
  expect_equal(matching(context, where::equals({"age"}, "null"_json)), {"+3"}, "null");
  expect_equal(matching(context, where::equals({"none"}, "null"_json)), Phones{},
               "null is not absence");
}

void filters_by_key_present(Context& context) {
  save(context, "+1", R"({"email": null})"_json);
  save(context, "+2", R"({"email": {"work": "a@b.c"}})"_json);
  save(context, "+3", R"({"mail": 1})"_json);
  expect_equal(matching(context, where::has_key({"email"})), {"+1", "+2"}, "a key");
  expect_equal(matching(context, where::has_key({"email", "work"})), {"+2"}, "a path");
}

void filters_by_contained_object(Context& context) {
  save(context, "+1", R"({"tags": ["vip", "it"], "city": {"name": "Roma", "zip": 100}})"_json);
  save(context, "+2", R"({"tags": ["it"], "city": {"name": "Roma"}})"_json);
  expect_equal(matching(context, where::contains(R"({"tags": ["vip"]})"_json)), {"+1"},
               "an element");
  expect_equal(matching(context, where::contains(R"({"city": {"name": "Roma"}})"_json)),
               {"+1", "+2"}, "a part of an object");
  expect_equal(matching(context, where::contains("{}"_json)), {"+1", "+2"}, "an empty object");
}

void conditions_combine_with_and(Context& context) {
  save(context, "+1", R"({"a": 1, "b": 1})"_json);
  save(context, "+2", R"({"a": 1, "b": 2})"_json);
  const auto page = context.store.list_contacts(
      {.values = {where::equals({"a"}, "1"_json), where::equals({"b"}, "2"_json)},
       .page = {.with_total = true}});
  expect_equal(phones(page.items), {"+2"}, "both conditions");
  expect_equal(page.total, std::uint64_t{1}, "total");
}

void pages_tell_the_truth(Context& context) {
  for (const auto* phone : {"+1", "+2", "+3", "+4", "+5"}) save(context, phone, "{}"_json);
  const auto page = [&](std::int64_t limit, std::int64_t offset) {
    return context.store.list_contacts(
        {.direction = Direction::ascending,
         .page = {.limit = limit, .offset = offset, .with_total = true}});
  };
  expect_equal(phones(page(2, 0).items), {"+1", "+2"}, "the first page");
  expect(page(2, 0).has_more && page(2, 2).has_more, "there is more");
  expect_equal(phones(page(2, 4).items), {"+5"}, "the last page");
  expect(!page(2, 4).has_more && !page(5, 0).has_more, "there is no more");
  expect_equal(page(0, 0).total, std::uint64_t{5}, "total");
  expect(page(0, 0).has_more && page(0, 0).items.empty(), "a limit of 0 returns nothing");
}

void default_limit_is_forty(Context& context) {
  for (const auto& phone : numbered("+", 100, 140)) save(context, phone.c_str(), "{}"_json);
  const auto page = context.store.list_contacts();
  expect_equal(page.items.size(), 40, "rows");
  expect(page.has_more && !page.total, "one more is there, and nobody asked for a total");
  expect_equal(listed(context, {.page = {.limit = Limit::all()}}).size(), 41, "all rows");
}

}  // namespace

std::vector<Check> contact_list_checks() {
  return {
      {"contacts/lists_by_last_interaction_else_creation",
       "Contacts list by last interaction, or creation where there was none, latest first.",
       lists_by_last_interaction_else_creation},
      {"contacts/ties_are_broken_by_id", "Contacts of one time list by id, in both directions.",
       ties_are_broken_by_id},
      {"contacts/lists_by_id", "Contacts list by id, which is the order in which they came.",
       lists_by_id},
      {"contacts/filters_by_value_at_a_path",
       "A filter by the value at a path is typed, and null matches a stored null only.",
       filters_by_value_at_a_path},
      {"contacts/filters_by_key_present", "A filter by key finds null values too.",
       filters_by_key_present},
      {"contacts/filters_by_contained_object", "A filter finds contained objects and elements.",
       filters_by_contained_object},
      {"contacts/conditions_combine_with_and", "Several conditions must all hold.",
       conditions_combine_with_and},
      {"contacts/pages_tell_the_truth", "Pages have the true total and has_more.",
       pages_tell_the_truth},
      {"contacts/default_limit_is_forty",
       "A list without a limit holds 40 contacts; all are asked for explicitly.",
       default_limit_is_forty},
  };
}

}  // namespace botstore::testing
