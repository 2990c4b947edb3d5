#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

Resource stored(Context& context, std::string_view id) {
  return expect_some(context.store.get_resource(id), "resource " + std::string{id});
}

void save_alice(Context& context, std::optional<std::string> working_memory, Json metadata) {
  context.store.save_resource(
      {.id = alice, .working_memory = std::move(working_memory), .metadata = std::move(metadata)});
}

Ids listed(Context& context, const ResourceQuery& query) {
  Ids found;
  for (const auto& one : context.store.list_resources(query).items) found.push_back(one.id);
  return found;
}

void save_returns_what_it_wrote(Context& context) {
  const auto receipt =
      context.store.save_resource({.id = alice,
                                   .working_memory = "# Guest\n- likes the window",
                                   .metadata = R"({"lang": "it", "tier": 2})"_json});
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
  expect_equal(receipt.created_at, context.clock.now(), "created_at");
  expect_equal(receipt.updated_at, context.clock.now(), "updated_at");
  expect_same(stored(context, alice), {.id = alice,
                                       .working_memory = "# Guest\n- likes the window",
                                       .metadata = R"({"tier": 2, "lang": "it"})"_json,
                                       .created_at = receipt.created_at,
                                       .updated_at = receipt.updated_at,
                                       .revision = receipt.revision});
}

void given_times_are_kept(Context& context) {
  const auto receipt = context.store.save_resource(
      {.id = "20260101", .created_at = at(1h + 1us), .updated_at = at(2h + 7us)});
  expect_equal(receipt.created_at, at(1h + 1us), "created_at");
  expect_equal(receipt.updated_at, at(2h + 7us), "updated_at");
  expect_equal(stored(context, "20260101").created_at, at(1h + 1us), "stored created_at");
  expect_equal(stored(context, "20260101").updated_at, at(2h + 7us), "stored updated_at");
}

void save_replaces_and_keeps_created_at(Context& context) {
  save_alice(context, "old", R"({"a": 1})"_json);
  const auto before = stored(context, alice);
  context.clock.advance(1s);
  const auto receipt = context.store.save_resource(
      {.id = alice, .metadata = R"({"b": 2})"_json, .created_at = at(1h)});
  expect_equal(receipt.outcome, Outcome::replaced, "outcome");
  expect_equal(receipt.created_at, before.created_at, "created_at");
  expect(receipt.revision != before.revision, "the revision is a new one");
  const auto after = stored(context, alice);
  expect_equal(after.created_at, before.created_at, "stored created_at");
  expect_equal(after.updated_at, context.clock.now(), "stored updated_at");
  expect_equal(after.working_memory, std::nullopt, "working_memory");
  expect_equal(after.metadata, R"({"b": 2})"_json, "metadata");
  expect(context.store.save_resource({.id = alice}).updated_at > after.updated_at,
         "updated_at moves forward while the clock stands");
}

void unknown_is_absent(Context& context) {
  expect(!context.store.get_resource("nobody"), "an unknown resource is absent");
  context.store.save_thread(thread("t1", "nobody"));
  expect(!context.store.get_resource("nobody"), "a thread makes no resource");
}

void update_replaces_memory_and_merges_metadata(Context& context) {
  save_alice(context, "old", R"({"a": 1, "b": {"c": 1}})"_json);
  auto expected = stored(context, alice);
  context.clock.advance(1s);
  const auto updated = context.store.update_resource(
      alice, {.working_memory = std::string{"new"},
              .merge_metadata = R"({"b": {"d": 2}, "e": null})"_json});
  expect(updated.revision != expected.revision, "the revision is a new one");
  expected.working_memory = "new";
  expected.metadata = R"({"a": 1, "b": {"d": 2}, "e": null})"_json;
  expected.updated_at = context.clock.now();
  expected.revision = updated.revision;
  expect_same(updated, expected);
  expect_same(stored(context, alice), updated);
}

void update_of_memory_leaves_metadata(Context& context) {
  save_alice(context, "old", R"({"a": 1})"_json);
  const auto updated = context.store.update_resource(alice, {.working_memory = std::string{"new"}});
  expect_equal(updated.working_memory, "new", "working_memory");
  expect_equal(updated.metadata, R"({"a": 1})"_json, "metadata");
  expect_same(stored(context, alice), updated);
}

void update_of_metadata_leaves_memory(Context& context) {
  save_alice(context, "kept", R"({"a": 1})"_json);
  const auto updated = context.store.update_resource(
      alice, {.remove_metadata_keys = {"a", "z"}, .merge_metadata = R"({"b": 2})"_json});
  expect_equal(updated.working_memory, "kept", "working_memory");
  expect_equal(updated.metadata, R"({"b": 2})"_json, "metadata");
  expect_same(stored(context, alice), updated);
}

void update_of_an_unknown_one_creates_it(Context& context) {
  const auto created = context.store.update_resource(
      alice, {.working_memory = std::string{"first"}, .merge_metadata = R"({"a": 1})"_json});
  expect_equal(created.created_at, context.clock.now(), "created_at");
  expect_same(created, {.id = alice,
                        .working_memory = "first",
                        .metadata = R"({"a": 1})"_json,
                        .created_at = created.created_at,
                        .updated_at = created.updated_at,
                        .revision = created.revision});
  expect_same(stored(context, alice), created);
  const auto empty = context.store.update_resource(bob, {});
  expect_equal(empty.working_memory, std::nullopt, "working_memory");
  expect_equal(empty.metadata, "{}"_json, "metadata");
  expect_same(stored(context, bob), empty);
}

void empty_memory_is_no_absence(Context& context) {
  save_alice(context, "", "{}"_json);
  expect_equal(stored(context, alice).working_memory, "", "saved working_memory");
  context.store.update_resource(alice, {.working_memory = cleared});
  expect_equal(stored(context, alice).working_memory, std::nullopt, "cleared working_memory");
  context.store.update_resource(alice, {.working_memory = std::string{}});
  expect_equal(stored(context, alice).working_memory, "", "updated working_memory");
}

void absent_memory_stays_absent(Context& context) {
  save_alice(context, std::nullopt, R"({"a": 1})"_json);
  expect_equal(stored(context, alice).working_memory, std::nullopt, "saved working_memory");
  const auto updated = context.store.update_resource(alice, {.merge_metadata = "{}"_json});
  expect_equal(updated.working_memory, std::nullopt, "updated working_memory");
}

void metadata_is_an_empty_object_by_default(Context& context) {
  save_alice(context, "memory", "{}"_json);
  expect_equal(stored(context, alice).metadata, "{}"_json, "given metadata");
  context.store.save_resource({.id = bob});
  expect_equal(stored(context, bob).metadata, "{}"_json, "metadata that was not given");
}

void deep_metadata_comes_back(Context& context) {
  const auto deep = R"({"prefs": {"seats": [1, 2.5, {"n": null}], "window": true},
                        "tags": ["a", "è", ""], "none": null, "zero": 0, "no": false})"_json;
  save_alice(context, std::nullopt, deep);
  expect_equal(stored(context, alice).metadata, deep, "metadata");
}

void long_memory_comes_back(Context& context) {
  std::string memory;
  while (memory.size() < 10'000) memory += "Likes \"tea\" ☕.\n";
  save_alice(context, memory, "{}"_json);
  expect(stored(context, alice).working_memory == memory, "10,000 characters come back as saved");
}

void update_moves_updated_at(Context& context) {
  save_alice(context, "one", "{}"_json);
  auto last = stored(context, alice).updated_at;
  for (const auto* text : {"two", "three"}) {
    const auto updated =
        context.store.update_resource(alice, {.working_memory = std::string{text}});
    expect(updated.updated_at > last, "updated_at moves forward while the clock stands");
    last = updated.updated_at;
  }
}

void update_that_changes_nothing_writes_nothing(Context& context) {
  save_alice(context, "same", R"({"a": 1})"_json);
  const auto before = stored(context, alice);
  context.clock.advance(1s);
  const std::vector<ResourceUpdate> updates{
      {},
      {.working_memory = std::string{"same"}},
      {.merge_metadata = R"({"a": 1.0})"_json},
      {.remove_metadata_keys = {"z"}},
      {.remove_metadata_keys = {"a"}, .merge_metadata = R"({"a": 1})"_json}};
  for (const auto& update : updates) {
    expect_same(context.store.update_resource(alice, update), before);
    expect_same(stored(context, alice), before);
  }
}

void update_checks_the_expected_revision(Context& context) {
  const auto first =
      context.store.update_resource(alice, {.expected_revision = no_revision}).revision;
  const auto second = context.store.update_resource(
      alice, {.working_memory = std::string{"x"}, .expected_revision = first});
  for (const auto stale : {first, no_revision}) {
    const auto error = expect_error(ErrorCode::conflict, [&] {
      context.store.update_resource(
          alice, {.working_memory = std::string{"y"}, .expected_revision = stale});
    });
    expect_equal(error.details().current_revision, second.revision, "current revision");
  }
  expect_same(stored(context, alice), second);
  const auto error = expect_error(ErrorCode::conflict, [&] {
    context.store.update_resource(bob, {.expected_revision = first});
  });
  expect_equal(error.details().current_revision, no_revision, "current revision of no row");
  expect(!context.store.get_resource(bob), "a refused update creates nothing");
}

void three_updates_at_once_all_succeed(Context& context) {
  save_alice(context, std::nullopt, "{}"_json);
  in_parallel(3, [&](int i) {
    const auto updated =
        context.store.update_resource(alice, {.working_memory = "memory " + std::to_string(i)});
    expect_equal(updated.id, alice, "id");
  });
  expect(stored(context, alice).working_memory.value_or("").starts_with("memory "),
         "one of them came last");
}

void delete_leaves_threads(Context& context) {
  save_alice(context, "memory", "{}"_json);
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  expect(context.store.delete_resource(alice), "there was one");
  expect(!context.store.get_resource(alice), "it is gone");
  expect(!context.store.delete_resource(alice), "there is none any more");
  expect_equal(stored_thread(context.store, "t1").resource_id, alice, "the thread's resource");
  expect_equal(stored_message(context.store, "t1", "m1").resource_id, alice,
               "the message's resource");
}

void list_by_prefix_filter_and_page(Context& context) {
  for (const auto* id : {"b%1", "b", "a", "b_1", "b%2", "B", "ba"})
    context.store.save_resource({.id = id, .metadata = Json::object({{"id", Json::string(id)}})});
  const Ids sorted{"B", "a", "b", "b%1", "b%2", "b_1", "ba"};
  expect_equal(listed(context, {}), sorted, "ascending");
  expect_equal(listed(context, {.direction = Direction::descending}),
               Ids(sorted.rbegin(), sorted.rend()), "descending");
  expect_equal(listed(context, {.id_prefix = "b%"}), {"b%1", "b%2"}, "prefix b%");
  expect_equal(listed(context, {.id_prefix = "b_"}), {"b_1"}, "prefix b_");
  expect_equal(
      listed(context, {.id_prefix = "b", .metadata = {where::equals({"id"}, Json::string("ba"))}}),
      {"ba"}, "prefix and filter");
  const auto page = context.store.list_resources(
      {.id_prefix = "b", .page = {.limit = 2, .offset = 2, .with_total = true}});
  expect_equal(page.total, std::uint64_t{5}, "total");
  expect(page.has_more, "one more comes after it");
  expect_equal(page.items[0].id, "b%2", "the first of the page");
  expect_same(page.items[0], stored(context, "b%2"));
}

void default_limit_is_forty(Context& context) {
  for (const auto& id : numbered("r", 100, 140)) context.store.save_resource({.id = id});
  const auto page = context.store.list_resources();
  expect_equal(page.items.size(), 40, "rows");
  expect(page.has_more && !page.total, "one more is there, and nobody asked for a total");
  expect_equal(listed(context, {.page = {.limit = Limit::all()}}).size(), 41, "all rows");
}

}  // namespace

std::vector<Check> resource_checks() {
  return {
      {"resources/save_returns_what_it_wrote",
       "A saved resource comes back with its memory and metadata; the receipt has the times.",
       save_returns_what_it_wrote,
       {131}},
      {"resources/given_times_are_kept",
       "Times that are given are stored to the microsecond.",
       given_times_are_kept,
       {132}},
      {"resources/save_replaces_and_keeps_created_at",
       "A second save replaces memory and metadata and keeps created_at.",
       save_replaces_and_keeps_created_at},
      {"resources/unknown_is_absent",
       "An unknown resource is absent, whether or not threads bear its id.",
       unknown_is_absent,
       {133}},
      {"resources/update_replaces_memory_and_merges_metadata",
       "An update replaces the memory and merges metadata at the top level.",
       update_replaces_memory_and_merges_metadata,
       {134}},
      {"resources/update_of_memory_leaves_metadata",
       "An update of the memory alone leaves the metadata.",
       update_of_memory_leaves_metadata,
       {135}},
      {"resources/update_of_metadata_leaves_memory",
       "An update of the metadata alone leaves the memory; keys are removed first.",
       update_of_metadata_leaves_memory,
       {136}},
      {"resources/update_of_an_unknown_one_creates_it",
       "An update of an unknown resource creates it with what is given.",
       update_of_an_unknown_one_creates_it,
       {137}},
      {"resources/empty_memory_is_no_absence",
       "An empty memory is a value; clearing makes it absent.",
       empty_memory_is_no_absence,
       {138}},
      {"resources/absent_memory_stays_absent",
       "A memory that was not given is absent.",
       absent_memory_stays_absent,
       {139}},
      {"resources/metadata_is_an_empty_object_by_default",
       "Empty metadata is an empty object, and so is metadata that was not given.",
       metadata_is_an_empty_object_by_default,
       {140, 141}},
      {"resources/deep_metadata_comes_back",
       "Nested arrays, numbers, booleans and nulls keep their meaning.",
       deep_metadata_comes_back,
       {142}},
      {"resources/long_memory_comes_back",
       "A memory of 10,000 characters comes back as it was.",
       long_memory_comes_back,
       {143}},
      {"resources/update_moves_updated_at",
       "Each update moves updated_at forward, even while the clock stands.",
       update_moves_updated_at,
       {144}},
      {"resources/update_that_changes_nothing_writes_nothing",
       "An update that asks for what is there leaves updated_at and revision.",
       update_that_changes_nothing_writes_nothing},
      {"resources/update_checks_the_expected_revision",
       "Another revision is a conflict that tells the stored one; no_revision means none yet.",
       update_checks_the_expected_revision},
      {"resources/three_updates_at_once_all_succeed",
       "Updates of one resource at once all succeed.",
       three_updates_at_once_all_succeed,
       {145}},
      {"resources/delete_leaves_threads",
       "A deleted resource is gone; threads and messages that bear its id stay.",
       delete_leaves_threads},
      {"resources/list_by_prefix_filter_and_page",
       "Resources list by id in byte order, by literal prefix and metadata, in pages.",
       list_by_prefix_filter_and_page},
      {"resources/default_limit_is_forty",
       "A list without a limit holds 40 resources; all are asked for explicitly.",
       default_limit_is_forty},
  };
}

}  // namespace botstore::testing
