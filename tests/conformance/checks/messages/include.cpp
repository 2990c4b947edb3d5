#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// m1 to m9 in `t1`, and n1 to n5 in `t2`, half a minute after m1 to m5.
void save_two_threads(Storage& store) {
  for (const auto* id : {"t1", "t2"}) store.save_thread(thread(id));
  save_minutes(store, "t1", 1, 9);
  for (int i = 1; i <= 5; ++i)
    store.save_message(
        message_at("t2", "n" + std::to_string(i), at(std::chrono::minutes{i} + 30s)));
}

/// The includes alone, without a page of their own.
Ids included(Context& context, std::vector<Include> include, std::string thread_id = "t1") {
  return ids(context.store
                 .list_messages({.thread_ids = std::move(thread_id),
                                 .include = std::move(include),
                                 .page = {.limit = 0}})
                 .items);
}

void a_window_is_exact(Context& context) {
  save_two_threads(context.store);
  const auto window = [&](std::int64_t before, std::int64_t after) {
    return included(context, {{.message = {"t1", "m5"}, .before = before, .after = after}});
  };
  expect_equal(window(0, 0), Ids{"m5"});
  expect_equal(window(2, 0), numbered("m", 3, 5));
  expect_equal(window(0, 2), numbered("m", 5, 7));
  expect_equal(window(1, 1), numbered("m", 4, 6));
  expect_equal(window(3, 1), numbered("m", 2, 6));
}

void a_window_is_clipped_by_the_threads_ends(Context& context) {
  save_two_threads(context.store);
  const auto window = [&](const char* id) {
    return included(context, {{.message = {"t1", id}, .before = 2, .after = 2}});
  };
  expect_equal(window("m1"), numbered("m", 1, 3));
  expect_equal(window("m2"), numbered("m", 1, 4));
  expect_equal(window("m8"), numbered("m", 6, 9));
  expect_equal(window("m9"), numbered("m", 7, 9));
  expect_equal(included(context, {{.message = {"t1", "m5"}, .before = 100, .after = 100}}),
               numbered("m", 1, 9), "a window that is larger than the thread");
}

void a_window_inside_ties_is_exact(Context& context) {
  context.store.save_thread(thread("t1"));
  std::vector<NewMessage> batch;
  for (const auto& id : numbered("m", 50, 1)) batch.push_back(message_at("t1", id, at(1h)));
  context.store.save_messages(batch);
  const auto window = [&](const char* id) {
    return included(context, {{.message = {"t1", id}, .before = 3, .after = 2}});
  };
  expect_equal(window("m25"), numbered("m", 28, 23), "in the middle");
  expect_equal(window("m49"), numbered("m", 50, 47), "at the start");
  expect_equal(window("m1"), numbered("m", 4, 1), "at the end");
}

void a_window_stays_in_its_thread(Context& context) {
  save_two_threads(context.store);
  expect_equal(included(context, {{.message = {"t2", "n3"}, .before = 1, .after = 1}}),
               numbered("n", 2, 4), "neighbours of another thread's message");
  expect_equal(included(context, {{.message = {"t2", "n5"}, .before = 1, .after = 9}}),
               numbered("n", 4, 5), "at the end of the other thread");
  expect_equal(included(context, {{.message = {"t2", "n1"}, .before = 9, .after = 0}}), Ids{"n1"},
               "at its start");
}

void windows_of_several_threads(Context& context) {
  save_two_threads(context.store);
  context.store.save_thread(thread("empty"));
  const std::vector<Include> both = {{.message = {"t1", "m2"}, .before = 9, .after = 1},
                                     {.message = {"t2", "n4"}, .before = 1, .after = 9}};
  const Ids expected = {"m1", "m2", "m3", "n3", "n4", "n5"};
  for (const auto* listed : {"t1", "t2", "empty", "unknown"})
    expect_equal(included(context, both, listed), expected, listed);
}

void an_unknown_include_is_left_out(Context& context) {
  save_two_threads(context.store);
  expect_equal(included(context, {{.message = {"t1", "x"}, .before = 2, .after = 2},
                                  {.message = {"t9", "m1"}},
                                  {.message = {"t1", "m2"}}}),
               Ids{"m2"});
}

void an_include_is_named_by_thread_and_id(Context& context) {
  save_two_threads(context.store);
  expect_equal(included(context, {{.message = {"t2", "m5"}, .before = 1, .after = 1}}), Ids{},
               "a message looked for in a thread that it is not in");
  context.store.save_message(message_at("t2", "m5", at(1h)));
  const auto page =
      context.store.list_messages({.thread_ids = "t1",
                                   .include = {{.message = {"t2", "m5"}, .before = 1}},
                                   .page = {.limit = 0}});
  expect_equal(keys(page.items), std::vector<MessageKey>{{"t2", "n5"}, {"t2", "m5"}},
               "the other thread's own m5");
}

void windows_that_overlap_come_once(Context& context) {
  save_two_threads(context.store);
  expect_equal(included(context, {{.message = {"t1", "m4"}, .before = 2, .after = 1},
                                  {.message = {"t1", "m6"}, .before = 2, .after = 1},
                                  {.message = {"t1", "m6"}},
                                  {.message = {"t1", "m4"}, .before = 2, .after = 1}}),
               numbered("m", 2, 7));
}

void includes_need_not_match_the_conditions(Context& context) {
  save_two_threads(context.store);
  context.store.update_messages({{.key = {"t1", "m9"}, .role = "assistant"}});
  const auto page =
      context.store.list_messages({.thread_ids = "t1",
                                   .roles = "assistant",
                                   .types = "text",
                                   .created = {.start = at(5min)},
                                   .include = {{.message = {"t1", "m2"}, .before = 1, .after = 1}},
                                   .page = {.with_total = true}});
  expect_equal(ids(page.items), Ids{"m1", "m2", "m3", "m9"});
  expect_equal(page.total, 1, "total");
}

}  // namespace

std::vector<Check> message_include_checks() {
  return {
      {"messages/a_window_is_exact",
       "An include brings exactly k before, itself and m after.",
       a_window_is_exact,
       {53, 54, 55}},
      {"messages/a_window_is_clipped_by_the_threads_ends",
       "A window has fewer messages only where the thread ends.",
       a_window_is_clipped_by_the_threads_ends,
       {96}},
      {"messages/a_window_inside_ties_is_exact",
       "Among messages of one time, a window goes by the order of the saves.",
       a_window_inside_ties_is_exact},
      {"messages/a_window_stays_in_its_thread",
       "A window holds neighbours of the message's own thread, never of the listed one.",
       a_window_stays_in_its_thread,
       {66, 96}},
      {"messages/windows_of_several_threads",
       "Includes of several threads come whichever thread is listed.",
       windows_of_several_threads,
       {77, 96}},
      {"messages/an_unknown_include_is_left_out",
       "An include of an unknown message is no error.",
       an_unknown_include_is_left_out,
       {62}},
      {"messages/an_include_is_named_by_thread_and_id",
       "An include under another thread finds that thread's message of the id, or nothing.",
       an_include_is_named_by_thread_and_id,
       {150}},
      {"messages/windows_that_overlap_come_once",
       "Overlapping windows hold each message once.",
       windows_that_overlap_come_once,
       {57, 79}},
      {"messages/includes_need_not_match_the_conditions",
       "Included messages come whatever their role, type and time, and do not count.",
       includes_need_not_match_the_conditions},
  };
}

}  // namespace botstore::testing
