#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/listings.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

template <class Query>
void expect_refused(Storage& store, const Query& query, const std::string& cursor, Place place) {
  const auto error = expect_error(
      ErrorCode::invalid_argument, [&] { (void)list(store, query, {.cursor = cursor}); }, place);
  expect_equal(error.field(), "cursor", "the error's field", place);
}

/// Sees that the cursor of one query is refused by all the others.
template <class Query>
void expect_foreign(Storage& store, const std::vector<Query>& queries,
                    Place place = Place::here()) {
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto cursor = list(store, queries[i], {.limit = 1}).next_cursor;
    expect(!cursor.empty(), "the query finds a row", place);
    for (std::size_t j = 0; j < queries.size(); ++j)
      if (i == j)
        (void)list(store, queries[j], {.cursor = cursor});
      else
        expect_refused(store, queries[j], cursor, place);
  }
}

void cursors_of_other_thread_queries(Context& context) {
  save_many_rows(context.store);
  context.store.update_thread("t1", {.merge_metadata = R"({"a": 1})"_json});
  expect_foreign<ThreadQuery>(context.store,
                              {{},
                               {.direction = Direction::ascending},
                               {.order_by = ThreadOrder::updated_at},
                               {.resource_id = alice},
                               {.resource_id = bob},
                               {.metadata = {where::has_key({"a"})}},
                               {.metadata = {where::equals({"a"}, "1"_json)}},
                               {.archived = Archived::excluded},
                               {.created = {.start = at(0h)}},
                               {.created = {.start = at(0h), .start_exclusive = true}},
                               {.updated = {.start = at(0h)}}});
}

void cursors_of_other_message_queries(Context& context) {
  save_many_rows(context.store);
  expect_foreign<MessageQuery>(context.store,
                               {{.thread_ids = "t1"},
                                {.thread_ids = "t2"},
                                {.thread_ids = {"t1", "t2"}},
                                {.resource_id = alice},
                                {.thread_ids = "t1", .resource_id = alice},
                                {.thread_ids = "t1", .roles = "user"},
                                {.thread_ids = "t1", .roles = {"user", "tool"}},
                                {.thread_ids = "t1", .types = "text"},
                                {.thread_ids = "t1", .created = {.end = at(5h)}},
                                {.thread_ids = "t1", .direction = Direction::descending}});
}

void cursors_of_other_queries(Context& context) {
  save_many_rows(context.store);
  expect_foreign<MetadataQuery>(context.store,
                                {{}, {.key_prefix = "k1"}, {.direction = Direction::descending}});
  expect_foreign<ResourceQuery>(context.store,
                                {{}, {.id_prefix = "r1"}, {.direction = Direction::descending}});
  expect_foreign<ContactQuery>(context.store, {{},
                                               {.values = {where::has_key({"odd"})}},
                                               {.order_by = ContactOrder::id},
                                               {.direction = Direction::ascending}});
  const auto contact = expect_some(context.store.get_contact("+1"));
  expect_foreign<HistoryQuery>(context.store, {{},
                                               {.phone = "+1"},
                                               {.phone = "+2"},
                                               {.contact_id = contact.id},
                                               {.created = {.start = at(0h)}},
                                               {.direction = Direction::descending}});
}

void cursors_of_other_lists(Context& context) {
  save_many_rows(context.store);
  auto& store = context.store;
  const auto place = Place::here();
  const auto of_threads = list(store, ThreadQuery{}, {.limit = 1}).next_cursor;
  const auto of_values = list(store, MetadataQuery{}, {.limit = 1}).next_cursor;
  expect_refused(store, MessageQuery{.thread_ids = "t1"}, of_threads, place);
  expect_refused(store, ResourceQuery{}, of_values, place);
  expect_refused(store, ContactQuery{}, of_threads, place);
  expect_refused(store, HistoryQuery{}, of_values, place);
  const auto error = expect_error(ErrorCode::invalid_argument, [&] {
    (void)store.list_metadata({.thread_id = "t2"}, {.page = {.cursor = of_values}});
  });
  expect_equal(error.field(), "cursor", "the error's field of another owner");
}

void damaged_cursors(Context& context) {
  save_many_rows(context.store);
  const MessageQuery query{.thread_ids = "t1"};
  const auto cursor = list(context.store, query, {.limit = 1}).next_cursor;
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    auto damaged = cursor;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    expect_refused(context.store, query, damaged, Place::here());
    expect_refused(context.store, query, cursor.substr(0, i) + cursor.substr(i + 1), Place::here());
    if (i > 0) expect_refused(context.store, query, cursor.substr(0, i), Place::here());
  }
  for (const auto* text : {"x", "====", "' or 1=1 --", "\xff\xfe", " ", "m1"})
    expect_refused(context.store, query, text, Place::here());
  for (const auto& text : {cursor + "A", cursor + cursor, std::string{"\0", 1}, cursor + "\n",
                           std::string(100'000, 'A')})
    expect_refused(context.store, query, text, Place::here());
}

}  // namespace

std::vector<Check> cursor_argument_checks() {
  return {
      {"arguments/cursors_of_other_thread_queries",
       "A cursor serves its query only: not other filters, orders or directions of threads.",
       cursors_of_other_thread_queries},
      {"arguments/cursors_of_other_message_queries",
       "Nor other threads, resources, roles, types, ranges or directions of messages.",
       cursors_of_other_message_queries},
      {"arguments/cursors_of_other_queries", "Nor other queries of the other lists.",
       cursors_of_other_queries},
      {"arguments/cursors_of_other_lists", "Nor lists of other rows or of another owner's.",
       cursors_of_other_lists},
      {"arguments/damaged_cursors",
       "A cursor with any character changed, removed or added is InvalidArgument.",
       damaged_cursors},
  };
}

}  // namespace botstore::testing
