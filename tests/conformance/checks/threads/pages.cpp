#include <algorithm>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// `t100`, `t101`, …: that many threads of one time.
void save_tied(Storage& store, int count) {
  for (int i = 0; i < count; ++i) {
    auto made = thread("t" + std::to_string(100 + i));
    made.created_at = made.updated_at = at(1h);
    store.save_thread(made);
  }
}

void expect_page(const Page<Thread>& page, std::size_t rows, std::optional<int> total,
                 bool has_more, Place place = Place::here()) {
  expect_equal(page.items.size(), rows, "rows", place);
  expect_equal(page.has_more, has_more, "has_more", place);
  expect_equal(page.total.has_value(), total.has_value(), "whether there is a total", place);
  if (total) expect_equal(*page.total, *total, "total", place);
}

/// Reads pages of 100 to the end, and calls `between` after each.
Ids paged_by_100(Storage& store, ThreadQuery query, const std::function<void()>& between) {
  Ids seen;
  query.page = {.limit = 100};
  for (bool more = true; more;) {
    const auto page = store.list_threads(query);
    for (auto& id : ids(page.items)) seen.push_back(std::move(id));
    query.page.cursor = page.next_cursor;
    more = page.has_more;
    between();
  }
  return seen;
}

void numbered_pages(Context& context) {
  in_parallel(17, [&](int i) { context.store.save_thread(thread("t" + std::to_string(i))); });
  const auto page = [&](int number) {
    return context.store.list_threads(
        {.resource_id = alice, .page = {.limit = 7, .offset = number * 7, .with_total = true}});
  };
  expect_page(page(0), 7, 17, true);
  expect_page(page(1), 7, 17, true);
  expect_page(page(2), 3, 17, false);
  expect_page(page(3), 0, 17, false);
}

void a_page_larger_than_the_result(Context& context) {
  context.store.save_thread(thread("t1"));
  expect_page(context.store.list_threads({.page = {.limit = 100, .with_total = true}}), 1, 1,
              false);
  expect_page(context.store.list_threads(
                  {.order_by = ThreadOrder::updated_at, .page = {.limit = 1, .with_total = true}}),
              1, 1, false);
  expect_page(context.store.list_threads({.resource_id = "nobody",
                                          .order_by = ThreadOrder::updated_at,
                                          .page = {.limit = 10, .with_total = true}}),
              0, 0, false);
}

void pages_join_to_the_whole(Context& context) {
  for (int i = 1; i <= 5; ++i) {
    auto made = thread("t" + std::to_string(i));
    made.updated_at = at(std::chrono::hours{i % 3});
    context.store.save_thread(made);
  }
  ThreadQuery query{.order_by = ThreadOrder::updated_at, .page = {.limit = 10}};
  const auto whole = ids(context.store.list_threads(query).items);
  Ids joined;
  for (int number = 0; number < 3; ++number) {
    query.page = {.limit = 2, .offset = number * 2};
    for (auto& id : ids(context.store.list_threads(query).items)) joined.push_back(id);
  }
  expect_equal(joined, whole, "the pages of 2");
}

void filtered_pages(Context& context) {
  for (const auto* id : {"t1", "t2", "t3"}) {
    auto made = thread(id);
    if (made.id != "t2") made.metadata = R"({"category": "support"})"_json;
    context.store.save_thread(made);
  }
  ThreadQuery query{.metadata = {where::equals({"category"}, Json::string("support"))}};
  query.page = {.limit = 1, .with_total = true};
  const auto first = context.store.list_threads(query);
  query.page.offset = 1;
  const auto second = context.store.list_threads(query);
  expect_page(first, 1, 2, true);
  expect_page(second, 1, 2, false);
  expect(first.items[0].id != second.items[0].id, "the pages hold different threads");
  query.page = {.limit = Limit::all(), .with_total = true};
  expect_page(context.store.list_threads(query), 2, 2, false);
}

void default_limit_is_forty(Context& context) {
  save_tied(context.store, 41);
  expect_page(context.store.list_threads(), 40, std::nullopt, true);
  expect_page(context.store.list_threads({.page = {.limit = Limit::all()}}), 41, std::nullopt,
              false);
  context.store.delete_thread("t100");
  expect_page(context.store.list_threads(), 40, std::nullopt, false);
}

void limit_zero_tells_the_truth(Context& context) {
  const ThreadQuery nothing{.page = {.limit = 0, .with_total = true}};
  expect_page(context.store.list_threads(nothing), 0, 0, false);
  context.store.save_thread(thread("t1"));
  const auto page = context.store.list_threads(nothing);
  expect_page(page, 0, 1, true);
  expect_equal(page.next_cursor, "", "the cursor of no row");
}

void tied_threads_page_exactly_once(Context& context) {
  save_tied(context.store, 205);
  const auto forth = paged_by_100(context.store, {.direction = Direction::ascending}, [] {});
  expect_equal(forth, numbered("t", 100, 304), "ascending");
  expect_equal(paged_by_100(context.store, {}, [] {}), numbered("t", 304, 100), "descending");
}

void others_writes_do_not_disturb_pages(Context& context) {
  save_tied(context.store, 205);
  int round = 0;
  const auto seen = paged_by_100(context.store, {.direction = Direction::ascending}, [&] {
    ++round;
    context.store.save_thread(thread("t0 new " + std::to_string(round)));
    context.store.update_thread("t250", {.title = "Later " + std::to_string(round)});
    context.store.delete_thread("t" + std::to_string(100 + round));
    context.store.delete_thread("t" + std::to_string(300 - round));
  });
  for (const auto& id : numbered("t", 100, 304)) {
    const bool deleted_ahead = id == "t299";
    if (id != "t250")
      expect_equal(std::ranges::count(seen, id), deleted_ahead ? 0 : 1,
                   "how often " + id + " came");
  }
}

void changing_threads_do_not_hide_others(Context& context) {
  save_tied(context.store, 205);
  int round = 0;
  const auto seen = paged_by_100(
      context.store, {.order_by = ThreadOrder::updated_at, .direction = Direction::descending},
      [&] {
        context.clock.advance(1s);
        context.store.update_thread("t150", {.title = "Later " + std::to_string(++round)});
        context.store.save_message(message("t290", "m" + std::to_string(round)));
      });
  for (const auto& id : numbered("t", 100, 304))
    if (id != "t150" && id != "t290")
      expect_equal(std::ranges::count(seen, id), 1, "how often " + id + " came");
}

void the_last_cursor_finds_what_came_since(Context& context) {
  save_tied(context.store, 3);
  ThreadQuery query{.direction = Direction::ascending};
  query.page.cursor = context.store.list_threads(query).next_cursor;
  expect(!query.page.cursor.empty(), "the last page has a cursor too");
  const auto nothing = context.store.list_threads(query);
  expect_page(nothing, 0, std::nullopt, false);
  expect(!nothing.next_cursor.empty(), "an empty page behind a cursor has one");
  context.store.save_thread(thread("new"));
  expect_equal(ids(context.store.list_threads(query).items), Ids{"new"});
  query.page.cursor = nothing.next_cursor;
  expect_equal(ids(context.store.list_threads(query).items), Ids{"new"});
}

}  // namespace

std::vector<Check> thread_page_checks() {
  return {
      {"threads/numbered_pages",
       "Pages by limit and offset hold their rows and the true total.",
       numbered_pages,
       {15}},
      {"threads/a_page_larger_than_the_result",
       "A page that holds everything has no more.",
       a_page_larger_than_the_result,
       {16, 30, 31}},
      {"threads/pages_join_to_the_whole",
       "Pages ordered by updated_at join to the whole list.",
       pages_join_to_the_whole,
       {29}},
      {"threads/filtered_pages",
       "Totals, has_more and 'all' count filtered rows only.",
       filtered_pages,
       {44, 45}},
      {"threads/default_limit_is_forty",
       "A list without a limit holds 40 threads; all of them are asked for explicitly.",
       default_limit_is_forty},
      {"threads/limit_zero_tells_the_truth",
       "A limit of 0 returns nothing, with the true total and has_more.",
       limit_zero_tells_the_truth},
      {"threads/tied_threads_page_exactly_once",
       "205 threads of one time, paged by 100, come once each, in both directions.",
       tied_threads_page_exactly_once},
      {"threads/others_writes_do_not_disturb_pages",
       "While threads are added, changed and deleted, untouched ones come exactly once.",
       others_writes_do_not_disturb_pages},
      {"threads/changing_threads_do_not_hide_others",
       "Ordered by updated_at, threads that change may move; untouched ones come exactly once.",
       changing_threads_do_not_hide_others},
      {"threads/the_last_cursor_finds_what_came_since",
       "The last page's cursor goes on with what was added later.",
       the_last_cursor_finds_what_came_since},
  };
}

}  // namespace botstore::testing
