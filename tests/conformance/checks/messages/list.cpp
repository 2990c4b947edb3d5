#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;
using where::equals;
using where::has_key;

using Ids = std::vector<std::string>;

/// The messages that a query matches, and their number, which must be the total.
Ids listed(Context& context, MessageQuery query, Place place = Place::here()) {
  query.page = {.limit = Limit::all(), .with_total = true};
  const auto page = context.store.list_messages(query);
  expect_equal(page.total, page.items.size(), "total", place);
  expect_equal(page.has_more, false, "has_more", place);
  return ids(page.items);
}

/// Five messages in `t1`, the last one of bob's, and one in `t2`.
void save_two_threads(Storage& store) {
  for (const auto* id : {"t1", "t2"}) store.save_thread(thread(id));
  save_minutes(store, "t1", 1, 4);
  auto theirs = message_at("t1", "m5", at(5min));
  theirs.resource_id = bob;
  store.save_messages({theirs, message_at("t2", "other", at(6min))});
}

/// The dialogue in `t1`, and a note without metadata.
void save_dialogue(Storage& store) {
  store.save_thread(thread("t1"));
  store.save_messages(restaurant_dialogue("t1"));
  store.save_message(message_at("t1", "note", at(1h)));
}

void list_a_thread(Context& context) {
  save_two_threads(context.store);
  expect_equal(listed(context, {.thread_ids = "t1"}), numbered("m", 1, 5));
  const auto page = context.store.list_messages({.thread_ids = "t1", .page = {.with_total = true}});
  expect_equal(page.items.size(), 5, "rows under the default limit");
  expect_equal(page.total, 5, "total");
}

void list_a_thread_without_messages(Context& context) {
  context.store.save_thread(thread("t1"));
  expect_equal(listed(context, {.thread_ids = "t1"}), Ids{}, "an empty thread");
  expect_equal(listed(context, {.thread_ids = "t9"}), Ids{}, "an unknown one");
}

void list_several_threads(Context& context) {
  save_two_threads(context.store);
  const Ids all = {"m1", "m2", "m3", "m4", "m5", "other"};
  expect_equal(listed(context, {.thread_ids = {"t1", "t2"}}), all);
  expect_equal(listed(context, {.thread_ids = {"t2", "t9", "t1", "t2", "t1"}}), all,
               "threads named twice");
  expect_equal(listed(context, {.thread_ids = {"t2"}}), Ids{"other"});
}

void an_empty_set_matches_nothing(Context& context) {
  save_two_threads(context.store);
  const Ids none;
  expect_equal(listed(context, {.thread_ids = none}), none, "threads");
  expect_equal(listed(context, {.thread_ids = none, .resource_id = alice}), none,
               "threads of a resource");
  expect_equal(listed(context, {.thread_ids = "t1", .roles = none}), none, "roles");
  expect_equal(listed(context, {.thread_ids = "t1", .types = none}), none, "types");
}

void list_of_a_threads_owner(Context& context) {
  save_two_threads(context.store);
  expect_equal(listed(context, {.thread_ids = "t1", .resource_id = alice}), numbered("m", 1, 4));
  expect_equal(listed(context, {.thread_ids = "t1", .resource_id = bob}), Ids{"m5"});
  expect_equal(listed(context, {.thread_ids = "t2", .resource_id = bob}), Ids{});
}

void list_by_role_and_type(Context& context) {
  save_dialogue(context.store);
  const auto by = [&](AnyOf roles, AnyOf types) {
    return listed(context, {.thread_ids = "t1", .roles = roles, .types = types});
  };
  expect_equal(by("user", {}), Ids{"wamid.1", "note"});
  expect_equal(by({"assistant", "tool"}, {}), Ids{"call-1", "result-1", "answer-1"});
  expect_equal(by({}, "tool-call"), Ids{"call-1"});
  expect_equal(by("assistant", "text"), Ids{"answer-1"});
  expect_equal(by("system", {}), Ids{});
  expect_equal(by("User", {}), Ids{}, "a role in other letters");
}

void list_by_metadata(Context& context) {
  save_dialogue(context.store);
  const auto by = [&](JsonFilter filter) {
    return listed(context, {.thread_ids = "t1", .metadata = std::move(filter)});
  };
  expect_equal(by({equals({"model"}, Json::string("large"))}), Ids{"call-1", "answer-1"});
  expect_equal(by({has_key({"model"}), has_key({"finish"})}), Ids{"answer-1"});
  expect_equal(by({where::contains(R"({"locale": "it"})"_json)}), Ids{"wamid.1"});
  expect_equal(by({has_key({"unknown"})}), Ids{});
}

void conditions_combine_with_and(Context& context) {
  save_dialogue(context.store);
  MessageQuery query{.thread_ids = "t1",
                     .resource_id = alice,
                     .roles = {"assistant", "user"},
                     .types = "text",
                     .created = {.start = at(1s)},
                     .metadata = {has_key({"model"})}};
  expect_equal(listed(context, query), Ids{"answer-1"});
  query.created = {.end = at(1s)};
  expect_equal(listed(context, query), Ids{}, "with an earlier range");
}

void system_messages_are_listed_like_others(Context& context) {
  context.store.save_thread(thread("t1"));
  auto system = message("t1", "m1");
  system.role = "system";
  context.store.save_messages({system, message("t1", "m2")});
  expect_equal(listed(context, {.thread_ids = "t1"}), Ids{"m1", "m2"});
}

void blank_thread_ids_are_refused(Context& context) {
  save_two_threads(context.store);
  for (const auto* blank : {"", "   ", "\t\n"}) {
    expect_error(ErrorCode::invalid_argument,
                 [&] { return context.store.list_messages({.thread_ids = blank}); });
    expect_error(ErrorCode::invalid_argument, [&] {
      return context.store.list_messages({.thread_ids = {"t1", blank}});
    });
    expect_error(ErrorCode::invalid_argument, [&] {
      return context.store.list_messages({.thread_ids = "t1", .resource_id = blank});
    });
  }
}

void a_query_without_a_scope_is_refused(Context& context) {
  expect_error(ErrorCode::invalid_argument, [&] { return context.store.list_messages({}); });
  expect_error(ErrorCode::invalid_argument,
               [&] { return context.store.list_messages({.roles = "user"}); });
}

}  // namespace

std::vector<Check> message_list_checks() {
  return {
      {"messages/list_a_thread",
       "A thread's messages list, with their number if asked for.",
       list_a_thread,
       {48}},
      {"messages/list_a_thread_without_messages",
       "An empty or unknown thread lists as an empty page.",
       list_a_thread_without_messages,
       {61}},
      {"messages/list_several_threads", "Several threads list together, each once.",
       list_several_threads},
      {"messages/an_empty_set_matches_nothing",
       "A set of threads, roles or types that was given and is empty matches nothing.",
       an_empty_set_matches_nothing},
      {"messages/list_of_a_threads_owner",
       "Thread and resource combine: only the messages that bear the resource list.",
       list_of_a_threads_owner,
       {51}},
      {"messages/list_by_role_and_type", "Roles and types choose among a thread's messages.",
       list_by_role_and_type},
      {"messages/list_by_metadata", "Conditions on metadata choose among a thread's messages.",
       list_by_metadata},
      {"messages/conditions_combine_with_and", "All conditions of a query must hold.",
       conditions_combine_with_and},
      {"messages/system_messages_are_listed_like_others", "No role is left out of a list.",
       system_messages_are_listed_like_others},
      {"messages/blank_thread_ids_are_refused",
       "An empty or blank thread or resource is an error and never means 'all'.",
       blank_thread_ids_are_refused,
       {63, 101}},
      {"messages/a_query_without_a_scope_is_refused", "A query must state threads or a resource.",
       a_query_without_a_scope_is_refused},
  };
}

}  // namespace botstore::testing
