#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// a1 to a3 of alice's in `a`, one more of hers in `a2`, and one of bob's in `b`, a minute apart.
void save_two_owners(Storage& store) {
  store.save_thread(thread("a", alice));
  store.save_thread(thread("a2", alice));
  store.save_thread(thread("b", bob));
  store.save_messages({message_at("a", "a1", at(1min)), message_at("a", "a2", at(2min)),
                       message_at("a", "a3", at(3min)), message_at("b", "b1", at(4min)),
                       message_at("a2", "other", at(5min))});
}

const Include alices_window{.message = {"a", "a2"}, .before = 1, .after = 1};

Ids listed(Context& context, MessageQuery query) {
  return ids(context.store.list_messages(query).items);
}

void includes_never_leave_the_resource(Context& context) {
  save_two_owners(context.store);
  MessageQuery query{.thread_ids = "b", .resource_id = bob, .include = {alices_window}};
  expect_equal(listed(context, query), Ids{"b1"}, "bob's thread");
  query.page.limit = 0;
  expect_equal(listed(context, query), Ids{}, "without a page");
}

void includes_of_the_resources_other_threads(Context& context) {
  save_two_owners(context.store);
  expect_equal(
      listed(context, {.thread_ids = "a2", .resource_id = alice, .include = {alices_window}}),
      Ids{"a1", "a2", "a3", "other"});
}

void without_a_resource_includes_go_anywhere(Context& context) {
  save_two_owners(context.store);
  expect_equal(listed(context, {.thread_ids = "b", .include = {alices_window}}),
               Ids{"a1", "a2", "a3", "b1"});
}

void a_resource_alone_bounds_the_includes(Context& context) {
  save_two_owners(context.store);
  MessageQuery query{.resource_id = bob, .include = {alices_window}};
  expect_equal(listed(context, query), Ids{"b1"}, "bob's messages");
  query.page.limit = 0;
  expect_equal(listed(context, query), Ids{}, "without a page");
  query.resource_id = alice;
  expect_equal(listed(context, query), Ids{"a1", "a2", "a3"}, "alice's window");
}

void a_window_in_a_shared_thread_holds_one_owners(Context& context) {
  context.store.save_thread(thread("a", alice));
  save_minutes(context.store, "a", 1, 7);
  for (const auto* id : {"m3", "m5"}) {
    auto theirs = message("a", id);
    theirs.resource_id = bob;
    context.store.save_message(theirs);
  }
  const std::vector<Include> window = {{.message = {"a", "m4"}, .before = 2, .after = 2}};
  const auto of = [&](const char* owner) {
    return listed(context, {.resource_id = owner, .include = window, .page = {.limit = 0}});
  };
  expect_equal(of(alice), Ids{"m1", "m2", "m4", "m6", "m7"}, "two before and two after of alice's");
  expect_equal(of(bob), Ids{}, "m4 is not bob's");
}

}  // namespace

std::vector<Check> message_include_scope_checks() {
  return {
      {"messages/includes_never_leave_the_resource",
       "With a resource stated, an include of another one's message brings nothing.",
       includes_never_leave_the_resource,
       {146, 148}},
      {"messages/includes_of_the_resources_other_threads",
       "With a resource stated, includes of its other threads come with their windows.",
       includes_of_the_resources_other_threads,
       {147}},
      {"messages/without_a_resource_includes_go_anywhere",
       "Without a resource, an include of any thread comes with its window.",
       without_a_resource_includes_go_anywhere,
       {149}},
      {"messages/a_resource_alone_bounds_the_includes",
       "A list by resource alone brings only includes that belong to it.",
       a_resource_alone_bounds_the_includes,
       {151, 152, 153}},
      {"messages/a_window_in_a_shared_thread_holds_one_owners",
       "With a resource stated, a window counts only the messages that bear it.",
       a_window_in_a_shared_thread_holds_one_owners},
  };
}

}  // namespace botstore::testing
