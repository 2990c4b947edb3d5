#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// The messages of `t1` in a range; their number must be the total.
Ids in_range(Context& context, TimeRange range, Place place = Place::here()) {
  const auto page = context.store.list_messages(
      {.thread_ids = "t1", .created = range, .page = {.with_total = true}});
  expect_equal(page.total, page.items.size(), "total", place);
  expect_equal(page.has_more, false, "has_more", place);
  return ids(page.items);
}

void from_a_start_on(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages({message_at("t1", "today", at(48h)),
                               message_at("t1", "yesterday", at(24h)),
                               message_at("t1", "before", at(0h))});
  expect_equal(in_range(context, {.start = at(24h)}), Ids{"yesterday", "today"});
}

void bounds_belong_to_the_range_unless_exclusive(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  const auto in = [&](bool start_exclusive, bool end_exclusive) {
    return in_range(context, {.start = at(2min),
                              .end = at(4min),
                              .start_exclusive = start_exclusive,
                              .end_exclusive = end_exclusive});
  };
  expect_equal(in(false, false), numbered("m", 2, 4), "both inclusive");
  expect_equal(in(true, false), numbered("m", 3, 4), "start exclusive");
  expect_equal(in(false, true), numbered("m", 2, 3), "end exclusive");
  expect_equal(in(true, true), Ids{"m3"}, "both exclusive");
}

void up_to_an_end(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  expect_equal(in_range(context, {.end = at(4min)}), numbered("m", 1, 4));
  expect_equal(in_range(context, {.end = at(4min), .end_exclusive = true}), numbered("m", 1, 3));
}

void bounds_read_from_text(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  expect_equal(in_range(context, {.start = parse_time("2026-02-01T00:02:00Z"),
                                  .end = parse_time("2026-02-01T02:04:00.000+02:00")}),
               numbered("m", 2, 4));
}

void a_range_without_messages_is_empty(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  expect_equal(in_range(context, {.start = at(1h), .end = at(2h)}), Ids{}, "in the future");
  expect_equal(in_range(context, {.start = at(2min), .end = at(2min), .end_exclusive = true}),
               Ids{}, "between a time and itself");
  expect_equal(in_range(context, {.start = at(2min), .end = at(2min)}), Ids{"m2"}, "one instant");
}

void bounds_are_exact_to_the_microsecond(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages({message_at("t1", "m1", at(1ms)), message_at("t1", "m2", at(2ms)),
                               message_at("t1", "m3", at(2ms + 1us)),
                               message_at("t1", "m4", at(3ms))});
  expect_equal(in_range(context, {.start = at(2ms)}), numbered("m", 2, 4));
  expect_equal(in_range(context, {.start = at(2ms), .start_exclusive = true}), numbered("m", 3, 4));
  expect_equal(in_range(context, {.end = at(2ms)}), numbered("m", 1, 2));
  expect_equal(in_range(context, {.end = at(2ms + 1us), .end_exclusive = true}),
               numbered("m", 1, 2));
}

void pages_of_a_range(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 10);
  const auto page = [&](TimeRange range, Limit limit, std::int64_t offset) {
    return context.store.list_messages(
        {.thread_ids = "t1",
         .created = range,
         .page = {.limit = limit, .offset = offset, .with_total = true}});
  };
  const auto from_sixth = page({.start = at(6min)}, 3, 0);
  expect_equal(ids(from_sixth.items), numbered("m", 6, 8), "from the sixth");
  expect_equal(from_sixth.total, 5, "total");
  expect_equal(from_sixth.has_more, true, "has_more");
  expect_equal(page({.start = at(5min)}, 3, 0).total, 6, "total from the fifth");

  const TimeRange six{.start = at(3min), .end = at(8min)};
  for (const int number : {0, 1, 2}) {
    const auto part = page(six, 2, 2 * number);
    expect_equal(ids(part.items), numbered("m", 3 + 2 * number, 4 + 2 * number), "page");
    expect_equal(part.total, 6, "total");
    expect_equal(part.has_more, number < 2, "has_more");
  }
}

void pages_of_a_range_of_days(Context& context) {
  context.store.save_thread(thread("t1"));
  for (int i = 1; i <= 6; ++i)
    context.store.save_message(
        message_at("t1", "m" + std::to_string(i), at(std::chrono::hours{24 * ((i + 1) / 2)})));
  const auto page = context.store.list_messages({.thread_ids = "t1",
                                                 .created = {.start = at(48h)},
                                                 .page = {.limit = 3, .with_total = true}});
  expect_equal(ids(page.items), numbered("m", 3, 5));
  expect_equal(page.total, 4, "total");
}

}  // namespace

std::vector<Check> message_range_checks() {
  return {
      {"messages/from_a_start_on",
       "A range with a start holds it and what is later.",
       from_a_start_on,
       {52}},
      {"messages/bounds_belong_to_the_range_unless_exclusive",
       "Bounds belong to a range unless marked exclusive, each for itself.",
       bounds_belong_to_the_range_unless_exclusive,
       {103}},
      {"messages/up_to_an_end",
       "A range with an end alone holds it and what is earlier.",
       up_to_an_end,
       {104}},
      {"messages/bounds_read_from_text",
       "Bounds can come from RFC 3339 texts of any offset.",
       bounds_read_from_text,
       {105}},
      {"messages/a_range_without_messages_is_empty",
       "A range that no message lies in lists as an empty page with total 0.",
       a_range_without_messages_is_empty,
       {106}},
      {"messages/bounds_are_exact_to_the_microsecond",
       "Bounds are exact to the microsecond.",
       bounds_are_exact_to_the_microsecond,
       {108}},
      {"messages/pages_of_a_range",
       "Pages and totals count the messages of the range.",
       pages_of_a_range,
       {67, 73, 107}},
      {"messages/pages_of_a_range_of_days",
       "A page of a range that starts on a message's time.",
       pages_of_a_range_of_days,
       {91}},
  };
}

}  // namespace botstore::testing
