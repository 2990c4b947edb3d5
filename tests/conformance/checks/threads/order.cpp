#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

NewThread timed(std::string id, Timestamp created, Timestamp updated) {
  auto made = thread(std::move(id));
  made.created_at = created;
  made.updated_at = updated;
  return made;
}

/// Five threads, created in the order of their numbers and updated in another.
void save_five(Storage& store) {
  store.save_thread(timed("t3", at(3h), at(11h)));
  store.save_thread(timed("t1", at(1h), at(14h)));
  store.save_thread(timed("t5", at(5h), at(12h)));
  store.save_thread(timed("t2", at(2h), at(13h)));
  store.save_thread(timed("t4", at(4h), at(15h)));
}

const Ids by_update = {"t3", "t5", "t2", "t1", "t4"};
const Ids by_update_reversed = {"t4", "t1", "t2", "t5", "t3"};

void expect_first_three(Context& context, ThreadQuery query, const Ids& expected,
                        Place place = Place::here()) {
  query.page = {.limit = 3, .with_total = true};
  const auto page = context.store.list_threads(query);
  expect_equal(ids(page.items), expected, "threads", place);
  expect_equal(page.total, 5, "total", place);
}

void newest_come_first_by_default(Context& context) {
  save_five(context.store);
  expect_first_three(context, {}, {"t5", "t4", "t3"});
  expect_first_three(context, {.order_by = ThreadOrder::created_at}, {"t5", "t4", "t3"});
  expect_equal(ids(context.store.list_threads({.resource_id = alice}).items), numbered("t", 5, 1),
               "the owner's threads");
}

void list_in_order_of_creation(Context& context) {
  save_five(context.store);
  expect_first_three(context, {.direction = Direction::ascending}, {"t1", "t2", "t3"});
  expect_first_three(context, {.direction = Direction::descending}, {"t5", "t4", "t3"});
  expect_equal(
      ids(context.store.list_threads({.resource_id = alice, .direction = Direction::ascending})
              .items),
      numbered("t", 1, 5), "the owner's threads");
}

void list_in_order_of_updates(Context& context) {
  save_five(context.store);
  const auto list = [&](Direction direction) {
    const auto page = context.store.list_threads({.order_by = ThreadOrder::updated_at,
                                                  .direction = direction,
                                                  .page = {.with_total = true}});
    expect_equal(page.total, 5, "total");
    return ids(page.items);
  };
  expect_equal(list(Direction::ascending), by_update, "ascending");
  expect_equal(list(Direction::descending), by_update_reversed, "descending");
  expect_first_three(context, {.order_by = ThreadOrder::updated_at}, {"t4", "t1", "t2"});
}

void an_update_moves_a_thread_to_the_front(Context& context) {
  save_five(context.store);
  context.store.update_thread("t3", {.title = "Later"});
  const auto page = context.store.list_threads({.order_by = ThreadOrder::updated_at});
  expect_equal(ids(page.items), Ids{"t3", "t4", "t1", "t2", "t5"});
}

void ties_are_broken_by_id(Context& context) {
  for (const auto* id : {"t2", "t3", "t1"}) context.store.save_thread(timed(id, at(1h), at(2h)));
  for (const auto order : {ThreadOrder::created_at, ThreadOrder::updated_at}) {
    const auto list = [&](Direction direction) {
      return context.store.list_threads({.order_by = order, .direction = direction}).items;
    };
    expect_equal(ids(list(Direction::ascending)), Ids{"t1", "t2", "t3"}, "ascending");
    expect_equal(ids(list(Direction::descending)), Ids{"t3", "t2", "t1"}, "descending");
    for (const auto& one : list(Direction::ascending))
      expect_equal(one.created_at, at(1h), "created_at");
  }
}

void ids_order_by_their_bytes(Context& context) {
  const Ids ordered = {"A-1", "B", "a", "a b", "ab", "z", "É", "é", "ž", "€", "🍝"};
  for (const auto* id : {"é", "a b", "B", "🍝", "z", "A-1", "É", "ab", "€", "a", "ž"})
    context.store.save_thread(timed(id, at(1h), at(1h)));
  const auto page = context.store.list_threads({.direction = Direction::ascending});
  expect_equal(ids(page.items), ordered);
}

void filtered_and_ordered_by_updates(Context& context) {
  save_five(context.store);
  for (const auto* id : {"t5", "t1"}) {
    context.clock.advance(1s);
    context.store.update_thread(id, {.merge_metadata = R"({"category": "support"})"_json});
  }
  const auto page = context.store.list_threads(
      {.metadata = {where::equals({"category"}, Json::string("support"))},
       .order_by = ThreadOrder::updated_at});
  expect_equal(ids(page.items), Ids{"t1", "t5"});
}

}  // namespace

std::vector<Check> thread_order_checks() {
  return {
      {"threads/newest_come_first_by_default",
       "Without an order, and with the order's field alone, the newest come first.",
       newest_come_first_by_default,
       {20, 25, 33}},
      {"threads/list_in_order_of_creation",
       "Threads list by created_at in either direction, also with the direction alone stated.",
       list_in_order_of_creation,
       {21, 22, 27, 28, 34}},
      {"threads/list_in_order_of_updates",
       "Threads list by updated_at in either direction, newest first by default.",
       list_in_order_of_updates,
       {23, 24, 26}},
      {"threads/an_update_moves_a_thread_to_the_front",
       "Ordered by updated_at, a changed thread comes first.",
       an_update_moves_a_thread_to_the_front},
      {"threads/ties_are_broken_by_id",
       "Threads of one time list by id, in the query's direction.",
       ties_are_broken_by_id,
       {32}},
      {"threads/ids_order_by_their_bytes", "Row order never depends on a locale.",
       ids_order_by_their_bytes},
      {"threads/filtered_and_ordered_by_updates",
       "A metadata filter and the order by updated_at work together.",
       filtered_and_ordered_by_updates,
       {35}},
  };
}

}  // namespace botstore::testing
