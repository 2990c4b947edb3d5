#include <map>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/listings.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

/// Follows cursors by pages of `rows` to the end, and calls `between` after each page.
template <class Query>
auto paged(
    Storage& store, const Query& query, std::int64_t rows,
    const std::function<void()>& between = [] {}) {
  auto page = list(store, query, {.limit = rows});
  auto all = page.items;
  while (page.has_more) {
    between();
    page = list(store, query, {.limit = rows, .cursor = page.next_cursor});
    expect(!page.items.empty(), "a page that was announced has rows");
    expect(std::cmp_less_equal(page.items.size(), rows), "a page holds no more than its limit");
    all.insert(all.end(), page.items.begin(), page.items.end());
  }
  return all;
}

/// Sees that pages join to the whole list, in both directions, with and without the last page full.
template <class Query>
void expect_pages_join(Storage& store, Query query, Place place = Place::here()) {
  for (const auto direction : {Direction::ascending, Direction::descending}) {
    query.direction = direction;
    const auto whole = list(store, query, {.limit = Limit::all(), .with_total = true});
    expect(!whole.items.empty() && !whole.has_more, "the whole list has rows and no more", place);
    expect_equal(whole.total, whole.items.size(), "the total of the whole list", place);
    for (const std::int64_t rows : {1, 2, 3, 7, 11, 44, 100})
      expect_same(paged(store, query, rows), whole.items, place);
  }
}

void pages_of_threads(Context& context) {
  save_many_rows(context.store);
  for (const auto order : {ThreadOrder::created_at, ThreadOrder::updated_at}) {
    expect_pages_join(context.store, ThreadQuery{.order_by = order});
    expect_pages_join(context.store, ThreadQuery{.resource_id = bob, .order_by = order});
    expect_pages_join(
        context.store,
        ThreadQuery{.created = {.start = at(3h)}, .updated = {.start = at(2h)}, .order_by = order});
  }
}

void pages_of_messages(Context& context) {
  save_many_rows(context.store);
  expect_pages_join(context.store, MessageQuery{.thread_ids = "t1"});
  expect_pages_join(context.store, MessageQuery{.thread_ids = {"t1", "t2"}});
  expect_pages_join(context.store, MessageQuery{.resource_id = alice});
  expect_pages_join(context.store, MessageQuery{.thread_ids = "t1", .roles = "assistant"});
  expect_pages_join(context.store, MessageQuery{.thread_ids = {"t1", "t2"},
                                                .created = {.start = at(2h), .end = at(8h)}});
}

void pages_of_values(Context& context) {
  save_many_rows(context.store);
  expect_pages_join(context.store, MetadataQuery{});
  expect_pages_join(context.store, MetadataQuery{.key_prefix = "k1"});
}

void pages_of_resources(Context& context) {
  save_many_rows(context.store);
  expect_pages_join(context.store, ResourceQuery{});
  expect_pages_join(context.store, ResourceQuery{.id_prefix = "r2"});
}

void pages_of_contacts(Context& context) {
  save_many_rows(context.store);
  for (const auto order : {ContactOrder::last_interaction, ContactOrder::id}) {
    expect_pages_join(context.store, ContactQuery{.order_by = order});
    expect_pages_join(context.store, ContactQuery{.values = {where::equals({"odd"}, "true"_json)},
                                                  .order_by = order});
  }
}

void pages_of_history(Context& context) {
  save_many_rows(context.store);
  expect_pages_join(context.store, HistoryQuery{});
  expect_pages_join(context.store, HistoryQuery{.phone = "+1"});
  const auto contact = expect_some(context.store.get_contact("+2"));
  expect_pages_join(context.store, HistoryQuery{.contact_id = contact.id});
}

/// Sees that the last page's cursor stays put and finds what comes later, here the row of `add`.
template <class Query>
void expect_cursor_waits(Storage& store, Query query, const std::function<void()>& add,
                         Place place = Place::here()) {
  query.direction = Direction::ascending;
  const auto last = list(store, query, {.limit = Limit::all()});
  expect(!last.next_cursor.empty(), "the last page has a cursor", place);
  const auto empty = list(store, query, {.cursor = last.next_cursor});
  expect(empty.items.empty() && !empty.has_more, "nothing is behind the last row", place);
  expect(!empty.next_cursor.empty(), "an empty page behind a cursor has one", place);
  add();
  for (const auto& cursor : {last.next_cursor, empty.next_cursor})
    expect_equal(list(store, query, {.cursor = cursor}).items.size(), 1, "the new rows", place);
}

void the_last_cursor_finds_what_came_since(Context& context) {
  save_many_rows(context.store);
  auto& store = context.store;
  expect_cursor_waits(store, ThreadQuery{}, [&] { store.save_thread(thread("new")); });
  expect_cursor_waits(store, MessageQuery{.thread_ids = "t1"},
                      [&] { store.save_message(message("t1", "new")); });
  expect_cursor_waits(store, MetadataQuery{},
                      [&] { store.set_metadata({.thread_id = "t1"}, "z", "1"_json); });
  expect_cursor_waits(store, ResourceQuery{}, [&] { store.save_resource({.id = "z"}); });
  expect_cursor_waits(store, ContactQuery{}, [&] { store.save_contact({.phone = "+z"}); });
  expect_cursor_waits(store, HistoryQuery{},
                      [&] { store.save_history({.ref = "new", .phone = "+1"}); });
}

template <class Query>
void expect_no_cursor_of_nothing(Storage& store, const Query& query, Place place = Place::here()) {
  const auto page = list(store, query, {});
  expect(page.items.empty() && !page.has_more, "there is nothing", place);
  expect_equal(page.next_cursor, "", "the cursor of an empty list", place);
}

void an_empty_list_has_no_cursor(Context& context) {
  context.store.save_thread(thread("t1", bob));
  expect_no_cursor_of_nothing(context.store, ThreadQuery{.resource_id = alice});
  expect_no_cursor_of_nothing(context.store, MessageQuery{.thread_ids = "t1"});
  expect_no_cursor_of_nothing(context.store, MetadataQuery{});
  expect_no_cursor_of_nothing(context.store, ResourceQuery{});
  expect_no_cursor_of_nothing(context.store, ContactQuery{});
  expect_no_cursor_of_nothing(context.store, HistoryQuery{});
}

void limit_total_and_includes_may_differ(Context& context) {
  save_many_rows(context.store);
  MessageQuery query{.thread_ids = "t1"};
  const auto first = list(context.store, query, {.limit = 2});
  const auto second =
      list(context.store, query, {.limit = 3, .cursor = first.next_cursor, .with_total = true});
  expect_equal(ids(second.items), {"m3", "m4", "m5"}, "another limit");
  expect_equal(second.total, std::uint64_t{44}, "the total counts the whole query");
  query.include = {{.message = {"t1", "m1"}}};
  const auto third = list(context.store, query, {.limit = 1, .cursor = second.next_cursor});
  expect_equal(ids(third.items), {"m1", "m6"}, "with an include");
  const auto none = list(context.store, query, {.limit = 0, .cursor = second.next_cursor});
  query.include.clear();
  expect_equal(ids(list(context.store, query, {.limit = 1, .cursor = none.next_cursor}).items),
               {"m6"}, "behind a page of no rows");
}

void a_cursor_outlives_its_row(Context& context) {
  save_many_rows(context.store);
  auto& store = context.store;
  const MessageQuery messages{.thread_ids = "t1"};
  const auto at_m2 = list(store, messages, {.limit = 2}).next_cursor;
  store.delete_messages({{"t1", "m2"}});
  expect_equal(list(store, messages, {.limit = 1, .cursor = at_m2}).items[0].id, "m3", "message");

  const auto at_k10 = list(store, MetadataQuery{}, {.limit = 2}).next_cursor;
  store.remove_metadata({.thread_id = "t1"}, "k10");
  expect_equal(list(store, MetadataQuery{}, {.limit = 1, .cursor = at_k10}).items[0].key, "k11",
               "value");

  const ContactQuery contacts{.order_by = ContactOrder::id, .direction = Direction::ascending};
  const auto at_2 = list(store, contacts, {.limit = 2}).next_cursor;
  store.delete_contact("+2", {.with_history = true});
  expect_equal(list(store, contacts, {.limit = 1, .cursor = at_2}).items[0].phone, "+3", "contact");
}

/// How often each id came.
template <class Row, class IdOf>
std::map<std::string, int> counted(const std::vector<Row>& rows, IdOf id_of) {
  std::map<std::string, int> counts;
  for (const auto& row : rows) ++counts[id_of(row)];
  return counts;
}

void others_writes_do_not_disturb_pages(Context& context) {
  save_many_rows(context.store);
  auto& store = context.store;
  int round = 0;
  const auto write = [&] {
    const auto number = std::to_string(++round);
    store.save_resource({.id = "a" + number});
    store.save_resource({.id = "r5", .working_memory = number});
    store.delete_resource("r" + std::to_string(6 + round % 3));
    store.save_history({.ref = "new", .phone = "+50", .created_at = at(-1h)});
    store.save_contact({.phone = "+50" + number, .created_at = at(-1h)});
    store.save_contact({.phone = "+44", .values = R"({"odd": 7})"_json});
  };
  const auto resources = counted(paged(store, ResourceQuery{.id_prefix = "r"}, 7, write),
                                 [](const Resource& row) { return row.id; });
  for (const auto& id : numbered("r", 9, 44)) expect_equal(resources.at(id), 1, id);
  const auto history = counted(paged(store, HistoryQuery{.created = {.start = at(0h)}}, 7, write),
                               [](const HistoryEntry& row) { return row.ref; });
  for (const auto& ref : numbered("step ", 1, 44)) expect_equal(history.at(ref), 1, ref);
  const auto contacts =
      counted(paged(store, ContactQuery{.direction = Direction::ascending}, 7, write),
              [](const Contact& row) { return row.phone.value(); });
  for (const auto& phone : numbered("+", 4, 44)) expect_equal(contacts.at(phone), 1, phone);
}

}  // namespace

std::vector<Check> cursor_checks() {
  return {
      {"cursors/pages_of_threads", "Pages of threads of any size join to the whole list.",
       pages_of_threads},
      {"cursors/pages_of_messages", "Pages of messages of any size join to the whole list.",
       pages_of_messages},
      {"cursors/pages_of_values", "Pages of metadata values of any size join to the whole list.",
       pages_of_values},
      {"cursors/pages_of_resources", "Pages of resources of any size join to the whole list.",
       pages_of_resources},
      {"cursors/pages_of_contacts", "Pages of contacts of any size join to the whole list.",
       pages_of_contacts},
      {"cursors/pages_of_history", "Pages of history of any size join to the whole list.",
       pages_of_history},
      {"cursors/the_last_cursor_finds_what_came_since",
       "The last page of any list has a cursor, which finds rows that come later.",
       the_last_cursor_finds_what_came_since},
      {"cursors/an_empty_list_has_no_cursor", "A list without rows has no cursor.",
       an_empty_list_has_no_cursor},
      {"cursors/limit_total_and_includes_may_differ",
       "A cursor serves another limit, a total and includes.", limit_total_and_includes_may_differ},
      {"cursors/outlive_their_row", "A cursor goes on after its row was deleted.",
       a_cursor_outlives_its_row},
      {"cursors/others_writes_do_not_disturb_pages",
       "While others write, every row that nobody touches comes exactly once.",
       others_writes_do_not_disturb_pages},
  };
}

}  // namespace botstore::testing
