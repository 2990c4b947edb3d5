#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// Five messages of alice's in `t1`, two in `t2`, and two of bob's in `t3`, at interleaving times.
void save_three_threads(Storage& store) {
  store.save_thread(thread("t1", alice));
  store.save_thread(thread("t2", alice));
  store.save_thread(thread("t3", bob));
  save_minutes(store, "t1", 1, 5);
  store.save_messages({message_at("t2", "n1", at(150s)), message_at("t2", "n2", at(10min)),
                       message_at("t3", "b1", at(2min)), message_at("t3", "b2", at(9min))});
}

const Ids all_of_alice = {"m1", "m2", "n1", "m3", "m4", "m5", "n2"};

Page<Message> list(Context& context, MessageQuery query) {
  query.page.with_total = true;
  return context.store.list_messages(query);
}

void list_over_the_threads_of_a_resource(Context& context) {
  save_three_threads(context.store);
  const auto page = list(context, {.resource_id = alice, .page = {.limit = Limit::all()}});
  expect_equal(ids(page.items), all_of_alice);
  expect_equal(page.total, 7, "total");
  expect_equal(ids(list(context, {.resource_id = alice, .direction = Direction::descending}).items),
               Ids(all_of_alice.rbegin(), all_of_alice.rend()), "descending");
}

void list_a_resource_in_a_range(Context& context) {
  save_three_threads(context.store);
  const auto one = list(context, {.resource_id = alice, .created = {.start = at(6min)}});
  expect_equal(ids(one.items), Ids{"n2"}, "of one thread");
  const auto both = list(context, {.resource_id = alice, .created = {.start = at(150s)}});
  expect_equal(ids(both.items), Ids{"n1", "m3", "m4", "m5", "n2"}, "of both threads");
  expect_equal(both.total, 5, "total");
}

void list_an_unknown_resource(Context& context) {
  save_three_threads(context.store);
  const auto page = list(context, {.resource_id = "nobody"});
  expect(page.items.empty(), "there are no messages");
  expect_equal(page.total, 0, "total");
  expect_equal(page.has_more, false, "has_more");
}

void other_resources_messages_never_appear(Context& context) {
  save_three_threads(context.store);
  auto guest = message_at("t1", "guest", at(3min));
  guest.resource_id = bob;
  auto visitor = message_at("t3", "visitor", at(4min));
  visitor.resource_id = alice;
  context.store.save_messages({guest, visitor});
  for (const auto& one : list(context, {.resource_id = alice}).items)
    expect_equal(one.resource_id, alice, "resource_id of " + one.id);
  expect_equal(ids(list(context, {.resource_id = bob}).items), Ids{"b1", "guest", "b2"});
  expect_equal(ids(list(context, {.thread_ids = "t3", .resource_id = alice}).items), Ids{"visitor"},
               "what alice said in bob's thread");
}

void pages_of_a_resource(Context& context) {
  save_three_threads(context.store);
  MessageQuery query{.resource_id = alice, .page = {.limit = 2}};
  Ids by_cursor;
  for (int number = 0; number < 4; ++number) {
    const auto page = list(context, query);
    expect_equal(page.total, 7, "total");
    expect_equal(page.has_more, number < 3, "has_more");
    for (auto& id : ids(page.items)) by_cursor.push_back(std::move(id));
    const auto by_number = list(
        context, {.resource_id = alice, .page = {.limit = 2, .offset = std::int64_t{number} * 2}});
    expect_equal(ids(by_number.items), ids(page.items), "the page by its number");
    query.page.cursor = page.next_cursor;
  }
  expect_equal(by_cursor, all_of_alice);
}

void a_page_of_a_resource_with_one_thread(Context& context) {
  context.store.save_thread(thread("t1", alice));
  save_minutes(context.store, "t1", 1, 5);
  const auto page = list(context, {.resource_id = alice, .page = {.limit = 2}});
  expect_equal(ids(page.items), numbered("m", 1, 2));
  expect_equal(page.total, 5, "total");
  expect_equal(page.has_more, true, "has_more");
}

void some_threads_of_a_resource(Context& context) {
  save_three_threads(context.store);
  expect_equal(ids(list(context, {.thread_ids = {"t2", "t3"}, .resource_id = alice}).items),
               Ids{"n1", "n2"});
}

}  // namespace

std::vector<Check> message_resource_checks() {
  return {
      {"messages/list_over_the_threads_of_a_resource",
       "A resource's messages list across its threads, by time.",
       list_over_the_threads_of_a_resource,
       {82}},
      {"messages/list_a_resource_in_a_range",
       "A range chooses among a resource's messages, of one thread or of several.",
       list_a_resource_in_a_range,
       {83, 84}},
      {"messages/list_an_unknown_resource",
       "An unknown resource lists as an empty page.",
       list_an_unknown_resource,
       {85}},
      {"messages/other_resources_messages_never_appear",
       "A list by resource holds only messages that bear it, whichever thread they are in.",
       other_resources_messages_never_appear,
       {86}},
      {"messages/pages_of_a_resource",
       "Pages by cursor and by number over a resource's threads hold the same rows.",
       pages_of_a_resource},
      {"messages/a_page_of_a_resource_with_one_thread",
       "A page of a resource has its rows, the total and has_more.",
       a_page_of_a_resource_with_one_thread,
       {87}},
      {"messages/some_threads_of_a_resource",
       "Threads and a resource combine: only those threads, and only its messages.",
       some_threads_of_a_resource},
  };
}

}  // namespace botstore::testing
