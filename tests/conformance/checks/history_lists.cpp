#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Refs = std::vector<std::string>;

Refs refs(const std::vector<HistoryEntry>& entries) {
  Refs found;
  for (const auto& one : entries) found.push_back(one.ref);
  return found;
}

Refs listed(Context& context, const HistoryQuery& query) {
  return refs(context.store.list_history(query).items);
}

/// `r1` to `r5` of phone +1, an hour apart; `r3` has a keyword.
void save_five(Context& context) {
  for (int i = 1; i <= 5; ++i) {
    NewHistoryEntry entry{
        .ref = "r" + std::to_string(i), .phone = "+1", .created_at = at(std::chrono::hours{i})};
    if (i == 3) entry.keyword = "menu";
    context.store.save_history(entry);
  }
}

void save_other(Context& context) {
  context.store.save_history({.ref = "other", .phone = "+2", .created_at = at(2h)});
}

void lists_oldest_first(Context& context) {
  save_five(context);
  context.store.save_history({.ref = "backfilled", .phone = "+1", .created_at = at(30min)});
  expect_equal(listed(context, {}), {"backfilled", "r1", "r2", "r3", "r4", "r5"}, "by default");
  expect_equal(listed(context, {.direction = Direction::descending}),
               {"r5", "r4", "r3", "r2", "r1", "backfilled"}, "descending");
}

void ties_are_broken_by_id(Context& context) {
  for (const auto* ref : {"z", "a", "m"})
    context.store.save_history({.ref = ref, .phone = "+1", .created_at = at(1h)});
  expect_equal(listed(context, {}), {"z", "a", "m"}, "ascending");
  expect_equal(listed(context, {.direction = Direction::descending}), {"m", "a", "z"},
               "descending");
}

void lists_by_phone_or_contact(Context& context) {
  save_five(context);
  save_other(context);
  const auto contact = expect_some(context.store.get_contact("+2")).id;
  expect_equal(listed(context, {.phone = "+2"}), {"other"}, "by phone");
  expect_equal(listed(context, {.contact_id = contact}), {"other"}, "by contact");
  expect_equal(listed(context, {.phone = "+1", .contact_id = contact}), Refs{}, "by both");
  expect_equal(listed(context, {.phone = "+3"}), Refs{}, "an unknown phone");
  expect_equal(listed(context, {.contact_id = -1}), Refs{}, "an unknown contact");
  expect_equal(listed(context, {}).size(), 6, "everybody's entries");
}

void lists_by_range(Context& context) {
  save_five(context);
  const auto in = [&](TimeRange range) { return listed(context, {.created = range}); };
  expect_equal(in({.start = at(2h), .end = at(4h)}), {"r2", "r3", "r4"}, "both bounds");
  expect_equal(in({.start = at(2h), .end = at(4h), .start_exclusive = true}), {"r3", "r4"},
               "an exclusive start");
  expect_equal(in({.start = at(2h), .end = at(4h), .end_exclusive = true}), {"r2", "r3"},
               "an exclusive end");
  expect_equal(in({.start = at(4h)}), {"r4", "r5"}, "a start alone");
  expect_equal(in({.end = at(2h)}), {"r1", "r2"}, "an end alone");
  expect_equal(in({.start = at(2h + 1us), .end = at(3h - 1us)}), Refs{}, "between two entries");
  expect_equal(in({.start = at(3h), .end = at(3h)}), {"r3"}, "one instant");
}

void lists_with_keyword(Context& context) {
  save_five(context);
  expect_equal(listed(context, {.with_keyword = true}), {"r3"}, "entries with a keyword");
  expect_equal(listed(context, {.phone = "+2", .with_keyword = true}), Refs{}, "another phone");
}

void pages_tell_the_truth(Context& context) {
  save_five(context);
  save_other(context);
  const auto page = [&](std::int64_t limit, std::int64_t offset) {
    return context.store.list_history(
        {.phone = "+1", .page = {.limit = limit, .offset = offset, .with_total = true}});
  };
  expect_equal(refs(page(2, 2).items), {"r3", "r4"}, "the second page");
  expect(page(2, 2).has_more, "there is more");
  expect_equal(refs(page(2, 4).items), {"r5"}, "the last page");
  expect(!page(2, 4).has_more && !page(5, 0).has_more, "there is no more");
  expect_equal(page(2, 4).total, std::uint64_t{5}, "total");
  expect(page(0, 0).has_more && page(0, 0).items.empty(), "a limit of 0 returns nothing");
}

void default_limit_is_forty(Context& context) {
  for (const auto& ref : numbered("r", 100, 140))
    context.store.save_history({.ref = ref, .phone = "+1"});
  const auto page = context.store.list_history();
  expect_equal(page.items.size(), 40, "rows");
  expect(page.has_more && !page.total, "one more is there, and nobody asked for a total");
  expect_equal(listed(context, {.page = {.limit = Limit::all()}}).size(), 41, "all rows");
}

}  // namespace

std::vector<Check> history_list_checks() {
  return {
      {"history/lists_oldest_first", "Entries list by time, oldest first by default.",
       lists_oldest_first},
      {"history/ties_are_broken_by_id",
       "Entries of one time list in the order they came, in both directions.",
       ties_are_broken_by_id},
      {"history/lists_by_phone_or_contact",
       "Entries list by phone, by contact, by both, or everybody's.", lists_by_phone_or_contact},
      {"history/lists_by_range", "A range's bounds belong to it unless they are marked exclusive.",
       lists_by_range},
      {"history/lists_with_keyword", "With the option, only entries that have a keyword.",
       lists_with_keyword},
      {"history/pages_tell_the_truth", "Pages have the true total and has_more.",
       pages_tell_the_truth},
      {"history/default_limit_is_forty",
       "A list without a limit holds 40 entries; all are asked for explicitly.",
       default_limit_is_forty},
  };
}

}  // namespace botstore::testing
