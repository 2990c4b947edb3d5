#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;
using where::contains;
using where::equals;
using where::has_key;

using Ids = std::vector<std::string>;

/// The threads that a query matches, oldest first, and their number, which must be the total.
Ids listed(Context& context, ThreadQuery query, Place place = Place::here()) {
  query.direction = Direction::ascending;
  query.page = {.limit = Limit::all(), .with_total = true};
  const auto page = context.store.list_threads(query);
  expect_equal(page.total, page.items.size(), "total", place);
  expect_equal(page.has_more, false, "has_more", place);
  return ids(page.items);
}

void save(Context& context, const std::string& id, const char* owner, Json metadata) {
  auto saved = thread(id, owner);
  saved.metadata = std::move(metadata);
  saved.created_at = saved.updated_at = context.clock.now();
  context.store.save_thread(saved);
  context.clock.advance(1min);
}

/// Four threads of two owners.
void save_four(Context& context) {
  save(context, "a1", alice, R"({"category": "support", "priority": "high"})"_json);
  save(context, "a2", alice, R"({"category": "sales", "priority": "low", "score": 7})"_json);
  save(context, "b1", bob, R"({"category": "support", "priority": "low"})"_json);
  save(context, "b2", bob,
       R"({"category": "billing", "owner": {"team": "ops", "on": [1, 2]}})"_json);
}

JsonCondition is(const char* key, const char* value) {
  return equals({key}, Json::string(value));
}

void list_by_resource(Context& context) {
  save_four(context);
  expect_equal(listed(context, {.resource_id = alice}), Ids{"a1", "a2"});
  expect_equal(listed(context, {.resource_id = bob}), Ids{"b1", "b2"});
  expect_equal(listed(context, {.resource_id = "nobody"}), Ids{});
}

void list_without_conditions_is_everything(Context& context) {
  expect_equal(listed(context, {}), Ids{}, "threads of an empty store");
  save_four(context);
  expect_equal(listed(context, {}), Ids{"a1", "a2", "b1", "b2"});
}

void list_by_metadata(Context& context) {
  save_four(context);
  expect_equal(listed(context, {.metadata = {is("category", "support")}}), Ids{"a1", "b1"});
  expect_equal(listed(context, {.metadata = {is("category", "support"), is("priority", "low")}}),
               Ids{"b1"}, "two conditions");
  expect_equal(listed(context, {.metadata = {is("category", "nonsense")}}), Ids{});
  expect_equal(listed(context, {.metadata = {is("category", "support"), is("priority", "low"),
                                             is("lang", "it")}}),
               Ids{}, "three conditions of which one does not hold");
}

void list_by_resource_and_metadata(Context& context) {
  save_four(context);
  expect_equal(listed(context, {.resource_id = bob,
                                .metadata = {is("category", "support"), is("priority", "low")}}),
               Ids{"b1"});
  expect_equal(listed(context, {.resource_id = alice, .metadata = {is("category", "billing")}}),
               Ids{});
}

void metadata_conditions_do_not_match_absent_keys(Context& context) {
  save_four(context);
  save(context, "c1", alice, R"({"score": null})"_json);
  expect_equal(listed(context, {.metadata = {equals({"score"}, "7"_json)}}), Ids{"a2"});
  expect_equal(listed(context, {.metadata = {equals({"score"}, "7.0"_json)}}), Ids{"a2"});
  expect_equal(listed(context, {.metadata = {is("score", "7")}}), Ids{}, "a text is no number");
  expect_equal(listed(context, {.metadata = {equals({"score"}, Json{})}}), Ids{"c1"},
               "null is a stored null");
  expect_equal(listed(context, {.metadata = {has_key({"score"})}}), Ids{"a2", "c1"});
}

void metadata_conditions_reach_nested_values(Context& context) {
  save_four(context);
  expect_equal(listed(context, {.metadata = {equals({"owner", "team"}, Json::string("ops"))}}),
               Ids{"b2"});
  expect_equal(listed(context, {.metadata = {has_key({"owner", "on"})}}), Ids{"b2"});
  expect_equal(listed(context, {.metadata = {has_key({"owner", "off"})}}), Ids{});
  expect_equal(listed(context, {.metadata = {contains(R"({"owner": {"on": [2]}})"_json)}}),
               Ids{"b2"});
  expect_equal(listed(context, {.metadata = {contains(R"({"owner": {"on": [3]}})"_json)}}), Ids{});
}

void list_by_archive_mark(Context& context) {
  save_four(context);
  context.store.update_thread("a2", {.archived_at = at(1h)});
  expect_equal(listed(context, {.archived = Archived::any}), Ids{"a1", "a2", "b1", "b2"});
  expect_equal(listed(context, {.archived = Archived::only}), Ids{"a2"});
  expect_equal(listed(context, {.archived = Archived::excluded}), Ids{"a1", "b1", "b2"});
  context.store.update_thread("a2", {.archived_at = cleared});
  expect_equal(listed(context, {.archived = Archived::only}), Ids{});
}

void list_by_creation_range(Context& context) {
  const auto start = context.clock.now();
  save_four(context);
  const auto second = start + 1min;
  const auto third = start + 2min;
  const auto in = [&](TimeRange range) { return listed(context, {.created = range}); };
  expect_equal(in({.start = second}), Ids{"a2", "b1", "b2"});
  expect_equal(in({.end = third}), Ids{"a1", "a2", "b1"});
  expect_equal(in({.start = second, .end = third}), Ids{"a2", "b1"});
  expect_equal(in({.start = second, .end = third, .start_exclusive = true}), Ids{"b1"});
  expect_equal(in({.start = second, .end = third, .end_exclusive = true}), Ids{"a2"});
  expect_equal(in({.start = second + 1us, .end = third - 1us}), Ids{});
}

void list_by_update_range(Context& context) {
  save_four(context);
  context.clock.advance(1h);
  context.store.update_thread("a1", {.title = "Later"});
  const auto now = context.clock.now();
  expect_equal(listed(context, {.updated = {.start = now}}), Ids{"a1"});
  expect_equal(listed(context, {.updated = {.end = now, .end_exclusive = true}}),
               Ids{"a2", "b1", "b2"});
}

void conditions_combine_with_and(Context& context) {
  const auto start = context.clock.now();
  save_four(context);
  context.store.update_thread("a1", {.archived_at = at(1h)});
  expect_equal(listed(context, {.resource_id = alice,
                                .metadata = {has_key({"category"})},
                                .archived = Archived::excluded,
                                .created = {.start = start}}),
               Ids{"a2"});
  expect_equal(
      listed(context,
             {.resource_id = alice, .archived = Archived::excluded, .created = {.end = start}}),
      Ids{});
}

}  // namespace

std::vector<Check> thread_list_checks() {
  return {
      {"threads/list_by_resource",
       "A list by resource holds exactly its threads.",
       list_by_resource,
       {8, 36, 42}},
      {"threads/list_without_conditions_is_everything",
       "A list without conditions holds all.",
       list_without_conditions_is_everything,
       {40}},
      {"threads/list_by_metadata",
       "Metadata conditions combine with AND.",
       list_by_metadata,
       {37, 38, 41, 43}},
      {"threads/list_by_resource_and_metadata",
       "Resource and metadata combine with AND.",
       list_by_resource_and_metadata,
       {39}},
      {"threads/metadata_conditions_do_not_match_absent_keys",
       "A condition matches only threads that have the key, with a value of the same type.",
       metadata_conditions_do_not_match_absent_keys,
       {46}},
      {"threads/metadata_conditions_reach_nested_values",
       "Conditions follow a path of keys, and containment looks into objects and arrays.",
       metadata_conditions_reach_nested_values},
      {"threads/list_by_archive_mark", "A list holds archived threads, others, or both, as asked.",
       list_by_archive_mark},
      {"threads/list_by_creation_range", "Bounds belong to a range unless marked exclusive.",
       list_by_creation_range},
      {"threads/list_by_update_range", "A range of updated_at finds what changed in it.",
       list_by_update_range},
      {"threads/conditions_combine_with_and", "All conditions of a query must hold.",
       conditions_combine_with_and},
  };
}

}  // namespace botstore::testing
