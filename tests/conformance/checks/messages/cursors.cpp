#include <algorithm>
#include <functional>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// Reads pages of so many rows to the end, and calls `between` after each.
Ids paged(
    Storage& store, MessageQuery query, int rows, const std::function<void()>& between = [] {}) {
  Ids seen;
  query.page.limit = rows;
  for (bool more = true; more;) {
    const auto page = store.list_messages(query);
    for (auto& id : ids(page.items)) seen.push_back(std::move(id));
    query.page.cursor = page.next_cursor;
    more = page.has_more;
    between();
  }
  return seen;
}

/// `m1` to `m205` in `t1`, all of one time.
void save_tied(Storage& store) {
  store.save_thread(thread("t1"));
  std::vector<NewMessage> batch;
  for (const auto& id : numbered("m", 1, 205)) batch.push_back(message_at("t1", id, at(1h)));
  store.save_messages(batch);
}

void tied_messages_page_exactly_once(Context& context) {
  save_tied(context.store);
  expect_equal(paged(context.store, {.thread_ids = "t1"}, 100), numbered("m", 1, 205), "ascending");
  expect_equal(paged(context.store, {.thread_ids = "t1", .direction = Direction::descending}, 100),
               numbered("m", 205, 1), "descending");
}

void updates_between_pages_move_nothing(Context& context) {
  save_tied(context.store);
  int round = 0;
  const auto seen = paged(context.store, {.thread_ids = "t1"}, 100, [&] {
    ++round;
    context.clock.advance(1s);
    context.store.update_messages({{.key = {"t1", "m50"}, .content = content("later")},
                                   {.key = {"t1", "m150"}, .role = "system"}});
    context.store.save_message(message("t1", "m99", "anew"));
    context.store.save_message(message("t1", "m101", "anew"));
  });
  expect_equal(round, 3, "pages");
  expect_equal(seen, numbered("m", 1, 205));
}

void new_and_deleted_messages_disturb_no_others(Context& context) {
  save_tied(context.store);
  int round = 0;
  const auto seen = paged(context.store, {.thread_ids = "t1"}, 100, [&] {
    const auto number = std::to_string(++round);
    context.store.delete_messages({{"t1", "m" + number}, {"t1", "m20" + number}});
    context.store.save_messages({message_at("t1", "early " + number, at(1min)),
                                 message_at("t1", "late " + number, at(2h))});
  });
  for (const auto& id : numbered("m", 1, 205)) {
    const bool deleted_ahead = id == "m201" || id == "m202";
    expect_equal(std::ranges::count(seen, id), deleted_ahead ? 0 : 1, "how often " + id + " came");
  }
  expect_equal(std::ranges::count(seen, "early 1"), 0, "what came behind the reader");
  expect_equal(std::ranges::count(seen, "late 1"), 1, "what came ahead of the reader");
}

void pages_go_on_behind_a_deleted_row(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  MessageQuery query{.thread_ids = "t1", .page = {.limit = 2}};
  query.page.cursor = context.store.list_messages(query).next_cursor;
  context.store.delete_messages({{"t1", "m2"}});
  expect_equal(ids(context.store.list_messages(query).items), numbered("m", 3, 4));
}

void back_through_a_growing_thread(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 20);
  MessageQuery query{.thread_ids = "t1", .direction = Direction::descending};
  query.page.limit = 5;
  const auto newest = context.store.list_messages(query);
  expect_equal(ids(newest.items), numbered("m", 20, 16), "the newest");
  save_minutes(context.store, "t1", 21, 22);

  auto by_time = query;
  by_time.created = {.end = newest.items.back().created_at, .end_exclusive = true};
  expect_equal(ids(context.store.list_messages(by_time).items), numbered("m", 15, 11),
               "those before the oldest one seen");
  query.page.cursor = newest.next_cursor;
  expect_equal(ids(context.store.list_messages(query).items), numbered("m", 15, 11),
               "those behind the cursor");
}

void the_last_cursor_finds_what_came_since(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  MessageQuery query{.thread_ids = "t1", .page = {.limit = 5}};
  const auto all = context.store.list_messages(query);
  expect_equal(all.has_more, false, "has_more");
  expect(!all.next_cursor.empty(), "the last page has a cursor too");
  query.page.cursor = all.next_cursor;
  const auto nothing = context.store.list_messages(query);
  expect(nothing.items.empty(), "nothing came since");
  expect(!nothing.next_cursor.empty(), "an empty page behind a cursor has one");
  save_minutes(context.store, "t1", 6, 7);
  for (const auto& cursor : {all.next_cursor, nothing.next_cursor}) {
    query.page.cursor = cursor;
    expect_equal(ids(context.store.list_messages(query).items), numbered("m", 6, 7));
  }
}

void an_empty_first_page_has_no_cursor(Context& context) {
  context.store.save_thread(thread("t1"));
  expect_equal(context.store.list_messages({.thread_ids = "t1"}).next_cursor, "", "next_cursor");
}

void limits_may_differ_from_page_to_page(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 9);
  MessageQuery query{.thread_ids = "t1"};
  Ids seen;
  for (const auto& limit : {Limit{2}, Limit{0}, Limit{3}, Limit::all()}) {
    query.page.limit = limit;
    const auto page = context.store.list_messages(query);
    for (auto& id : ids(page.items)) seen.push_back(std::move(id));
    query.page.cursor = page.next_cursor;
    query.page.with_total = !query.page.with_total;
    expect_equal(page.has_more, !limit.is_all(), "has_more");
  }
  expect_equal(seen, numbered("m", 1, 9));
}

void a_total_does_not_depend_on_the_page(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  MessageQuery query{.thread_ids = "t1", .page = {.limit = 2, .with_total = true}};
  for (int i = 0; i < 3; ++i) {
    const auto page = context.store.list_messages(query);
    expect_equal(page.total, 5, "total");
    query.page.cursor = page.next_cursor;
  }
}

void several_threads_page_as_one(Context& context) {
  for (const auto* id : {"t1", "t2", "t3"}) context.store.save_thread(thread(id));
  std::vector<NewMessage> batch;
  Ids expected;
  for (const auto* id : {"t1", "t2", "t3"})
    for (int i = 0; i < 10; ++i) {
      const auto name = std::string{id} + "-" + std::to_string(i);
      batch.push_back(message_at(id, name, at(1h)));
      expected.push_back(name);
    }
  context.store.save_messages(batch);
  MessageQuery query{.thread_ids = {"t3", "t1", "t2"}};
  expect_equal(paged(context.store, query, 7), expected, "ascending");
  query.direction = Direction::descending;
  expect_equal(paged(context.store, query, 7), Ids(expected.rbegin(), expected.rend()),
               "descending");
}

void pages_of_a_filter(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 20);
  Ids expected;
  for (int i = 3; i <= 20; i += 3) {
    expected.push_back("m" + std::to_string(i));
    context.store.update_messages({{.key = {"t1", expected.back()}, .role = "assistant"}});
  }
  expect_equal(paged(context.store, {.thread_ids = "t1", .roles = "assistant"}, 2), expected);
}

}  // namespace

std::vector<Check> message_cursor_checks() {
  return {
      {"messages/tied_messages_page_exactly_once",
       "205 messages of one time, paged by 100, come once each, in both directions.",
       tied_messages_page_exactly_once},
      {"messages/updates_between_pages_move_nothing",
       "Updates and saves over messages between pages neither hide nor repeat one.",
       updates_between_pages_move_nothing},
      {"messages/new_and_deleted_messages_disturb_no_others",
       "While messages are added and deleted, untouched ones come exactly once.",
       new_and_deleted_messages_disturb_no_others},
      {"messages/pages_go_on_behind_a_deleted_row",
       "A cursor still holds when its row was deleted.", pages_go_on_behind_a_deleted_row},
      {"messages/back_through_a_growing_thread",
       "Paging back from the newest, by cursor or by time, is not disturbed by new messages.",
       back_through_a_growing_thread,
       {102}},
      {"messages/the_last_cursor_finds_what_came_since",
       "The last page's cursor goes on with what was saved later.",
       the_last_cursor_finds_what_came_since},
      {"messages/an_empty_first_page_has_no_cursor",
       "A page from the beginning without a row has an empty cursor.",
       an_empty_first_page_has_no_cursor},
      {"messages/limits_may_differ_from_page_to_page",
       "Pages of different limits, with and without a total, join to the whole.",
       limits_may_differ_from_page_to_page},
      {"messages/a_total_does_not_depend_on_the_page",
       "Every page behind a cursor tells the same total.", a_total_does_not_depend_on_the_page},
      {"messages/several_threads_page_as_one", "Pages over several threads come once each.",
       several_threads_page_as_one},
      {"messages/pages_of_a_filter", "Pages of a filtered list hold matching rows only.",
       pages_of_a_filter},
  };
}

}  // namespace botstore::testing
