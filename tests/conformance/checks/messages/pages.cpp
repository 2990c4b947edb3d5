#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

void save_thread_of(Context& context, int messages) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, messages);
}

Page<Message> page_of(Context& context, Limit limit, std::int64_t offset = 0) {
  return context.store.list_messages(
      {.thread_ids = "t1", .page = {.limit = limit, .offset = offset, .with_total = true}});
}

void expect_page(const Page<Message>& page, const Ids& expected, std::uint64_t total, bool has_more,
                 Place place = Place::here()) {
  expect_equal(ids(page.items), expected, "messages", place);
  expect_equal(page.total, total, "total", place);
  expect_equal(page.has_more, has_more, "has_more", place);
}

void numbered_pages(Context& context) {
  save_thread_of(context, 5);
  expect_page(page_of(context, 2, 0), numbered("m", 1, 2), 5, true);
  expect_page(page_of(context, 2, 2), numbered("m", 3, 4), 5, true);
  expect_page(page_of(context, 2, 4), Ids{"m5"}, 5, false);
  expect_page(page_of(context, 2, 6), Ids{}, 5, false);
  expect_page(page_of(context, 3), numbered("m", 1, 3), 5, true);
  expect_page(page_of(context, 5), numbered("m", 1, 5), 5, false);
}

void pages_of_messages_saved_one_by_one(Context& context) {
  context.store.save_thread(thread("t1"));
  for (int i = 1; i <= 15; ++i) context.store.save_message(message("t1", "m" + std::to_string(i)));
  expect_page(page_of(context, 5, 0), numbered("m", 1, 5), 15, true);
  expect_page(page_of(context, 5, 5), numbered("m", 6, 10), 15, true);
}

void all_is_said_explicitly(Context& context) {
  save_thread_of(context, 55);
  expect_page(page_of(context, Limit::all()), numbered("m", 1, 55), 55, false);
  expect_page(page_of(context, Limit::all(), 50), numbered("m", 51, 55), 55, false);
  const auto page = context.store.list_messages({.thread_ids = "t1"});
  expect_equal(ids(page.items), numbered("m", 1, 40), "without a limit");
  expect_equal(page.has_more, true, "has_more");
}

void a_total_comes_only_on_request(Context& context) {
  save_thread_of(context, 5);
  const auto page = context.store.list_messages({.thread_ids = "t1", .page = {.limit = 2}});
  expect_equal(page.total, std::nullopt, "total");
  expect_equal(page.has_more, true, "has_more");
}

void limit_zero_tells_the_truth(Context& context) {
  save_thread_of(context, 5);
  const auto page = page_of(context, 0);
  expect_page(page, Ids{}, 5, true);
  expect_equal(page.next_cursor, "", "the cursor of no row");
  expect_page(page_of(context, 0, 5), Ids{}, 5, false);
  context.store.save_thread(thread("t2"));
  expect_equal(context.store.list_messages({.thread_ids = "t2", .page = {.limit = 0}}).has_more,
               false, "has_more of nothing");
}

void negative_numbers_are_refused(Context& context) {
  save_thread_of(context, 1);
  expect_error(ErrorCode::invalid_argument, [&] { return page_of(context, -5); });
  expect_error(ErrorCode::invalid_argument, [&] { return page_of(context, 5, -1); });
}

void pages_of_one_owners_messages(Context& context) {
  save_thread_of(context, 5);
  auto theirs = message_at("t1", "theirs", at(90s));
  theirs.resource_id = bob;
  context.store.save_message(theirs);
  const auto page = context.store.list_messages(
      {.thread_ids = "t1", .resource_id = alice, .page = {.limit = 3, .with_total = true}});
  expect_page(page, numbered("m", 1, 3), 5, true);
}

void pages_from_the_end(Context& context) {
  save_thread_of(context, 5);
  MessageQuery query{.thread_ids = "t1", .direction = Direction::descending};
  query.page = {.limit = 2, .with_total = true};
  expect_page(context.store.list_messages(query), Ids{"m5", "m4"}, 5, true);
  query.page.offset = 4;
  expect_page(context.store.list_messages(query), Ids{"m1"}, 5, false);
}

}  // namespace

std::vector<Check> message_page_checks() {
  return {
      {"messages/numbered_pages",
       "Pages by limit and offset, with true totals and has_more.",
       numbered_pages,
       {50, 68, 70, 71}},
      {"messages/pages_of_messages_saved_one_by_one",
       "Messages saved one after the other page in that order.",
       pages_of_messages_saved_one_by_one,
       {90}},
      {"messages/all_is_said_explicitly",
       "A list without a limit holds 40 messages; all of them are asked for explicitly.",
       all_is_said_explicitly,
       {69}},
      {"messages/a_total_comes_only_on_request", "A total is counted only on request.",
       a_total_comes_only_on_request},
      {"messages/limit_zero_tells_the_truth",
       "A limit of 0 returns nothing, with the true total and has_more.",
       limit_zero_tells_the_truth,
       {75}},
      {"messages/negative_numbers_are_refused",
       "A negative limit or offset is an error.",
       negative_numbers_are_refused,
       {75}},
      {"messages/pages_of_one_owners_messages",
       "A page with a resource holds its messages only.",
       pages_of_one_owners_messages,
       {74}},
      {"messages/pages_from_the_end", "Newest first, pages start at the end.", pages_from_the_end},
  };
}

}  // namespace botstore::testing
