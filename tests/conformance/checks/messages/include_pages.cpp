#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// m1 to m5 in `t1`, and n1 to n3 in `t2`, half a minute after m1 to m3.
void save_two_threads(Storage& store) {
  for (const auto* id : {"t1", "t2"}) store.save_thread(thread(id));
  save_minutes(store, "t1", 1, 5);
  store.save_messages({message_at("t2", "n1", at(90s)), message_at("t2", "n2", at(150s)),
                       message_at("t2", "n3", at(210s))});
}

Page<Message> page_of(Context& context, Limit limit, std::vector<Include> include,
                      Direction direction = Direction::ascending) {
  return context.store.list_messages({.thread_ids = "t1",
                                      .include = std::move(include),
                                      .direction = direction,
                                      .page = {.limit = limit, .with_total = true}});
}

void expect_page(const Page<Message>& page, const Ids& expected, bool has_more,
                 Place place = Place::here()) {
  expect_equal(ids(page.items), expected, "messages", place);
  expect_equal(page.total, 5, "total", place);
  expect_equal(page.has_more, has_more, "has_more", place);
}

void includes_that_the_page_holds_add_nothing(Context& context) {
  save_two_threads(context.store);
  for (const auto& [before, after] : {std::pair{2, 0}, std::pair{0, 2}, std::pair{1, 1}})
    expect_page(page_of(context, {}, {{.message = {"t1", "m3"}, .before = before, .after = after}}),
                numbered("m", 1, 5), false);
  expect_page(page_of(context, {}, {{.message = {"t1", "unknown"}}}), numbered("m", 1, 5), false);
}

void includes_come_on_top_of_the_page(Context& context) {
  save_two_threads(context.store);
  expect_page(page_of(context, {}, {{.message = {"t1", "m2"}}, {.message = {"t2", "n2"}}}),
              {"m1", "m2", "n2", "m3", "m4", "m5"}, false);
  expect_page(page_of(context, 2, {{.message = {"t1", "m3"}, .before = 1}}), numbered("m", 1, 3),
              true);
  expect_page(page_of(context, 1, {{.message = {"t1", "m5"}}}), {"m1", "m5"}, true);
}

void has_more_is_false_once_includes_cover_the_rest(Context& context) {
  save_two_threads(context.store);
  expect_page(page_of(context, 3, {{.message = {"t1", "m1"}, .after = 10}}), numbered("m", 1, 5),
              false);
  expect_page(page_of(context, 3, {{.message = {"t1", "m4"}, .after = 1}}), numbered("m", 1, 5),
              false);
  expect_page(page_of(context, 0, {{.message = {"t1", "m3"}, .before = 2, .after = 2}}),
              numbered("m", 1, 5), false);
  expect_page(page_of(context, 2, {{.message = {"t1", "m1"}, .after = 2}}, Direction::descending),
              numbered("m", 5, 1), false);
}

void has_more_is_true_while_a_row_is_missing(Context& context) {
  save_two_threads(context.store);
  expect_page(page_of(context, 3, {{.message = {"t1", "m4"}}}), numbered("m", 1, 4), true);
  expect_page(page_of(context, 3, {{.message = {"t1", "m5"}}}), {"m1", "m2", "m3", "m5"}, true);
  expect_page(page_of(context, 3, {{.message = {"t2", "n1"}, .after = 2}}),
              {"m1", "n1", "m2", "n2", "m3", "n3"}, true);
  expect_page(page_of(context, 0, {}), {}, true);
  expect_page(page_of(context, 0, {{.message = {"t1", "m3"}, .before = 1, .after = 1}}),
              numbered("m", 2, 4), true);
}

void the_whole_is_sorted(Context& context) {
  save_two_threads(context.store);
  const std::vector<Include> other = {{.message = {"t2", "n2"}, .before = 1, .after = 1}};
  expect_page(page_of(context, {}, other), {"m1", "n1", "m2", "n2", "m3", "n3", "m4", "m5"}, false);
  expect_page(page_of(context, 2, other, Direction::descending), {"m5", "m4", "n3", "n2", "n1"},
              true);
  const std::vector<Include> window = {{.message = {"t1", "m3"}, .before = 1, .after = 1}};
  expect_page(page_of(context, 0, window, Direction::descending), {"m4", "m3", "m2"}, true);
}

void an_old_include_of_a_thread_saved_in_two_batches(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 4, 5);
  save_minutes(context.store, "t1", 1, 3);
  expect_page(page_of(context, 2, {{.message = {"t1", "m1"}, .after = 1}}, Direction::descending),
              {"m5", "m4", "m2", "m1"}, true);
  expect_page(page_of(context, 2, {{.message = {"t1", "m4"}, .after = 1}}),
              {"m1", "m2", "m4", "m5"}, true);
}

void many_windows_at_once(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 200);
  std::vector<Include> include;
  Ids expected;
  for (const int i : {10, 50, 100, 150, 190}) {
    include.push_back({.message = {"t1", "m" + std::to_string(i)}, .before = 2, .after = 2});
    for (auto& id : numbered("m", i - 2, i + 2)) expected.push_back(std::move(id));
  }
  const auto page = page_of(context, 0, include);
  expect_equal(ids(page.items), expected);
  expect_equal(page.total, 200, "total");
  expect_equal(page.has_more, true, "has_more");
}

void the_next_page_starts_behind_the_page_itself(Context& context) {
  save_two_threads(context.store);
  MessageQuery query{.thread_ids = "t1",
                     .include = {{.message = {"t1", "m5"}}, {.message = {"t2", "n3"}}},
                     .page = {.limit = 2}};
  const auto first = context.store.list_messages(query);
  expect_equal(ids(first.items), Ids{"m1", "m2", "n3", "m5"}, "the first page");
  query.include.clear();
  query.page.cursor = first.next_cursor;
  expect_equal(ids(context.store.list_messages(query).items), numbered("m", 3, 4),
               "the second page");
}

void includes_alone_make_no_cursor(Context& context) {
  save_two_threads(context.store);
  const auto page = page_of(context, 0, {{.message = {"t1", "m3"}}});
  expect_equal(page.next_cursor, "", "next_cursor");
}

}  // namespace

std::vector<Check> message_include_page_checks() {
  return {
      {"messages/includes_that_the_page_holds_add_nothing",
       "Included messages that the page holds anyway come once.",
       includes_that_the_page_holds_add_nothing,
       {53, 54, 55, 62}},
      {"messages/includes_come_on_top_of_the_page",
       "Included messages come beside the page's own rows and do not use up its limit.",
       includes_come_on_top_of_the_page,
       {56, 72}},
      {"messages/has_more_is_false_once_includes_cover_the_rest",
       "has_more is false if the includes brought every row behind the page.",
       has_more_is_false_once_includes_cover_the_rest,
       {64}},
      {"messages/has_more_is_true_while_a_row_is_missing",
       "has_more is true, and the total the truth, while one row behind the page is missing.",
       has_more_is_true_while_a_row_is_missing,
       {76, 78}},
      {"messages/the_whole_is_sorted",
       "Page and includes are sorted together in the query's order.",
       the_whole_is_sorted,
       {80, 89, 97}},
      {"messages/an_old_include_of_a_thread_saved_in_two_batches",
       "Included messages sort by their times, not by when they were saved.",
       an_old_include_of_a_thread_saved_in_two_batches,
       {88}},
      {"messages/many_windows_at_once",
       "Scattered windows come as their exact union, in order.",
       many_windows_at_once,
       {81}},
      {"messages/the_next_page_starts_behind_the_page_itself",
       "A cursor goes on behind the page's own last row, wherever the includes lie.",
       the_next_page_starts_behind_the_page_itself},
      {"messages/includes_alone_make_no_cursor",
       "A page of included messages alone, from the beginning, has an empty cursor.",
       includes_alone_make_no_cursor},
  };
}

}  // namespace botstore::testing
