#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/listings.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

using Names = std::vector<std::string>;

/// Stores each object on a thread, a message, a resource and a contact, all called `1`, `2`, ….
void save_objects(Storage& store, const std::vector<std::string>& objects) {
  store.save_thread(thread("home", "home"));
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const auto name = std::to_string(i + 1);
    const auto object = Json::parse(objects[i]);
    store.save_thread({.id = name, .resource_id = alice, .metadata = object});
    store.save_message({.thread_id = "home", .id = name, .role = "user", .metadata = object});
    store.save_resource({.id = name, .metadata = object});
    store.save_contact({.phone = name, .values = object});
  }
}

/// The names that a filter finds, which must be the same in all four places.
Names matching(Storage& store, const JsonFilter& filter, Place place = Place::here()) {
  const Paging all{.limit = Limit::all()};
  Names resources;
  for (const auto& row : list(store, ResourceQuery{.metadata = filter}, all).items)
    resources.push_back(row.id);
  Names contacts;
  const ContactQuery by_id{
      .values = filter, .order_by = ContactOrder::id, .direction = Direction::ascending};
  for (const auto& row : list(store, by_id, all).items) contacts.push_back(row.phone.value());
  const ThreadQuery threads{
      .resource_id = alice, .metadata = filter, .direction = Direction::ascending};
  expect_equal(ids(list(store, threads, all).items), resources, "threads", place);
  const MessageQuery messages{.thread_ids = "home", .metadata = filter};
  expect_equal(ids(list(store, messages, all).items), resources, "messages", place);
  expect_equal(contacts, resources, "contacts", place);
  return resources;
}

Names equal_to(Storage& store, std::vector<std::string> path, const char* value,
               Place place = Place::here()) {
  return matching(store, {where::equals(std::move(path), Json::parse(value))}, place);
}

Names having(Storage& store, std::vector<std::string> path, Place place = Place::here()) {
  return matching(store, {where::has_key(std::move(path))}, place);
}

Names containing(Storage& store, const char* object, Place place = Place::here()) {
  return matching(store, {where::contains(Json::parse(object))}, place);
}

void equals_is_typed(Context& context) {
  auto& store = context.store;
  save_objects(store,
               {R"({"v": 1})", R"({"v": "1"})", R"({"v": true})", R"({"v": "true"})",
                R"({"v": null})", R"({"v": "null"})", R"({"v": 1.5})", R"({"v": ""})", "{}"});
  expect_equal(equal_to(store, {"v"}, "1"), {"1"}, "a number");
  expect_equal(equal_to(store, {"v"}, "1.0"), {"1"}, "the same number");
  expect_equal(equal_to(store, {"v"}, "10e-1"), {"1"}, "the same number again");
  expect_equal(equal_to(store, {"v"}, "\"1\""), {"2"}, "a text");
  expect_equal(equal_to(store, {"v"}, "true"), {"3"}, "a boolean");
  expect_equal(equal_to(store, {"v"}, "false"), Names{}, "another boolean");
  expect_equal(equal_to(store, {"v"}, "\"true\""), {"4"}, "a text like a boolean");
  expect_equal(equal_to(store, {"v"}, "null"), {"5"}, "null");
  expect_equal(equal_to(store, {"v"}, "\"null\""), {"6"}, "a text like null");
  expect_equal(equal_to(store, {"v"}, "1.50"), {"7"}, "a fraction");
  expect_equal(equal_to(store, {"v"}, "\"\""), {"8"}, "an empty text");
  expect_equal(equal_to(store, {"none"}, "null"), Names{}, "null is not absence");
}

void numbers_keep_every_digit(Context& context) {
  auto& store = context.store;
  save_objects(store, {R"({"v": 9007199254740993})", R"({"v": 9007199254740992})", R"({"v": 0.1})",
                       R"({"v": 0.10000000000000000001})"});
  expect_equal(equal_to(store, {"v"}, "9007199254740993"), {"1"}, "beyond a double's integers");
  expect_equal(equal_to(store, {"v"}, "9007199254740992.0"), {"2"}, "its neighbour");
  expect_equal(equal_to(store, {"v"}, "1e-1"), {"3"}, "a tenth");
}

void paths_step_into_objects_only(Context& context) {
  auto& store = context.store;
  save_objects(store,
               {R"({"a": {"b": 1}})", R"({"a": [{"b": 1}]})", R"({"a": {"b": {"c": 1}}})",
                R"({"a.b": 1})", R"({"a": 1, "b": 1})", R"({"a": {"0": 1}})", R"({"a": [1]})"});
  expect_equal(equal_to(store, {"a", "b"}, "1"), {"1"}, "two keys");
  expect_equal(equal_to(store, {"a", "b", "c"}, "1"), {"3"}, "three keys");
  expect_equal(equal_to(store, {"a.b"}, "1"), {"4"}, "a key with a dot");
  expect_equal(equal_to(store, {"a", "0"}, "1"), {"6"}, "a key that is a number");
  expect_equal(having(store, {"a", "b"}), {"1", "3"}, "the path is there");
  expect_equal(having(store, {"a", "b", "c"}), {"3"}, "the longer path is there");
}

void has_key_counts_null(Context& context) {
  auto& store = context.store;
  save_objects(store, {R"({"k": null})", R"({"k": 0})", R"({"K": 1})", R"({"x": {"k": 1}})",
                       R"({"x": ["k"]})", "{}"});
  expect_equal(having(store, {"k"}), {"1", "2"}, "a key of the top level");
  expect_equal(having(store, {"x", "k"}), {"4"}, "a nested key");
}

void contains_compares_parts(Context& context) {
  auto& store = context.store;
  save_objects(store, {R"({"a": [1, 2, {"b": 3, "c": 4}], "d": {"e": null, "f": "x"}})",
                       R"({"a": [2], "d": {"e": null}})", R"({"a": 2})", R"({"a": [[1, 2]]})",
                       R"({"a": []})", "{}"});
  expect_equal(containing(store, R"({"a": [2]})"), {"1", "2"}, "an element");
  expect_equal(containing(store, R"({"a": [2, 1]})"), {"1"}, "elements in another order");
  expect_equal(containing(store, R"({"a": [1, 1]})"), {"1"}, "an element twice");
  expect_equal(containing(store, R"({"a": [{"b": 3}]})"), {"1"}, "a part of an element");
  expect_equal(containing(store, R"({"a": 2})"), {"3"}, "a scalar is no array");
  expect_equal(containing(store, R"({"a": [[2]]})"), {"4"}, "a nested array");
  expect_equal(containing(store, R"({"a": []})"), {"1", "2", "4", "5"}, "an empty array");
  expect_equal(containing(store, R"({"d": {"e": null}})"), {"1", "2"}, "null in an object");
  expect_equal(containing(store, R"({"d": {"f": "x", "e": null}})"), {"1"}, "two members");
  expect_equal(containing(store, R"({"d": null})"), Names{}, "null is not absence");
  expect_equal(containing(store, "{}").size(), 6, "an empty object is in every object");
}

void conditions_combine_with_and(Context& context) {
  auto& store = context.store;
  save_objects(store, {R"({"a": 1, "b": 2})", R"({"a": 1})", R"({"b": 2})"});
  const auto both = matching(store, {where::equals({"a"}, "1"_json), where::has_key({"b"})});
  expect_equal(both, {"1"}, "both conditions");
  const auto none =
      matching(store, {where::equals({"a"}, "1"_json), where::equals({"a"}, "2"_json)});
  expect_equal(none, Names{}, "conditions that exclude each other");
  expect_equal(matching(store, {}).size(), 3, "no condition");
}

void odd_keys_mean_themselves(Context& context) {
  auto& store = context.store;
  const Names odd{"'",
                  "\"",
                  "a'b",
                  "a\"b",
                  "$",
                  "$.a",
                  "a.b",
                  ")",
                  "--",
                  "%",
                  "_",
                  "\\",
                  "\\\\",
                  "",
                  " ",
                  "{a}",
                  "[0]",
                  "a,b",
                  "::text",
                  "?",
                  "$1",
                  "é",
                  "😀",
                  "\n",
                  "#>>",
                  "0",
                  "null",
                  "' or 1=1 --",
                  "\"]; drop table threads; --",
                  "$.\"a\"",
                  "@?",
                  "*"};
  std::vector<std::string> objects;
  for (const auto& key : odd)
    objects.push_back(Json::object({{key, Json::object({{key, Json::string(key)}})}}).text());
  save_objects(store, objects);
  for (std::size_t i = 0; i < odd.size(); ++i) {
    const auto& key = odd[i];
    Names expected{std::to_string(i + 1)};
    const auto value = Json::string(key).text();
    expect_equal(having(store, {key}), expected, "has " + key);
    expect_equal(having(store, {key, key}), expected, "has " + key + " twice");
    expect_equal(equal_to(store, {key, key}, value.c_str()), expected, "equals at " + key);
    expect_equal(containing(store, objects[i].c_str()), expected, "contains " + key);
  }
  expect_equal(having(store, {"a"}), Names{}, "a key that nobody has");
}

}  // namespace

std::vector<Check> filter_checks() {
  return {
      {"filters/equals_is_typed", "1 equals 1.0 and not \"1\"; null matches a stored null only.",
       equals_is_typed},
      {"filters/numbers_keep_every_digit", "Numbers that a double cannot tell apart differ.",
       numbers_keep_every_digit},
      {"filters/paths_step_into_objects_only",
       "A path goes through keys of objects, and never into arrays or through dots.",
       paths_step_into_objects_only},
      {"filters/has_key_counts_null", "A key whose value is null is there.", has_key_counts_null},
      {"filters/contains_compares_parts",
       "Containment holds for members, elements in any order, and their parts.",
       contains_compares_parts},
      {"filters/conditions_combine_with_and", "All conditions of a filter must hold.",
       conditions_combine_with_and},
      {"filters/odd_keys_mean_themselves",
       "Quotes, $, dots, brackets, --, % and the empty key are keys like others, everywhere.",
       odd_keys_mean_themselves},
  };
}

}  // namespace botstore::testing
