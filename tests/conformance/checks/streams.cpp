#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/listings.hpp"
#include "tests/conformance/support/wrapping.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

constexpr StreamOptions any_pages[] = {
    {.page_rows = 1}, {.page_rows = 2}, {.page_rows = 3}, {.page_rows = 44}, {.page_rows = 500}};

template <class Row>
std::vector<Row> rows_of(Stream<Row> stream) {
  std::vector<Row> rows;
  for (const Row& row : stream) rows.push_back(row);
  return rows;
}

/// Sees that the stream of `query` is its list, whatever the size of the pages underneath.
template <class Query>
void expect_stream_is_list(Storage& store, Query query, Place place = Place::here()) {
  for (const auto direction : {Direction::ascending, Direction::descending}) {
    query.direction = direction;
    query.page = {};
    const auto whole = list(store, query, {.limit = Limit::all()}).items;
    for (const auto& options : any_pages) {
      expect_same(rows_of(open(store, query, options)), whole, place);
      for (const int limit : {0, 1, 2, 5, 1'000}) {
        query.page.limit = limit;
        const auto length = std::min(whole.size(), static_cast<std::size_t>(limit));
        expect_same(rows_of(open(store, query, options)),
                    {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}, place);
      }
      query.page = {};
    }
  }
}

void streams_are_lists(Context& context) {
  save_many_rows(context.store);
  auto& store = context.store;
  expect_stream_is_list(store, ThreadQuery{});
  expect_stream_is_list(store,
                        ThreadQuery{.resource_id = bob, .order_by = ThreadOrder::updated_at});
  expect_stream_is_list(store, MessageQuery{.thread_ids = "t1"});
  expect_stream_is_list(store, MessageQuery{.resource_id = alice, .roles = "user"});
  expect_stream_is_list(store, MetadataQuery{});
  expect_stream_is_list(store, MetadataQuery{.key_prefix = "k1"});
  expect_stream_is_list(store, ResourceQuery{.id_prefix = "r"});
  expect_stream_is_list(store, ContactQuery{});
  expect_stream_is_list(store, ContactQuery{.order_by = ContactOrder::id});
  expect_stream_is_list(store, HistoryQuery{.phone = "+0"});
}

void a_stream_starts_behind_a_cursor(Context& context) {
  save_many_rows(context.store);
  MessageQuery query{.thread_ids = "t1"};
  const auto whole = list(context.store, query, {.limit = Limit::all()}).items;
  query.page.cursor = list(context.store, query, {.limit = 5}).next_cursor;
  const std::vector<Message> rest(whole.begin() + 5, whole.end());
  expect_same(rows_of(context.store.stream_messages(query, {.page_rows = 2})), rest);
}

void a_stream_is_read_once(Context& context) {
  save_many_rows(context.store);
  auto stream = context.store.stream_messages({.thread_ids = "t1"}, {.page_rows = 2});
  std::vector<Message> read;
  for (const auto& row : stream) {
    read.push_back(row);
    if (read.size() == 3) break;
  }
  for (const auto& row : stream) read.push_back(row);
  expect_same(read, all_messages(context.store, "t1"));
  expect(!stream.next(), "it is at its end");
}

void others_writes_do_not_disturb_a_stream(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 20);
  std::vector<std::string> seen;
  int round = 0;
  for (const auto& row : context.store.stream_messages({.thread_ids = "t1"}, {.page_rows = 3})) {
    seen.push_back(row.id);
    ++round;
    context.store.save_message(message_at("t1", "early" + std::to_string(round), at(0s)));
    context.store.update_messages({{.key = {"t1", "m20"}, .role = std::to_string(round)}});
    if (round == 1) context.store.delete_messages({{"t1", "m1"}, {"t1", "m10"}});
  }
  auto expected = numbered("m", 1, 20);
  std::erase(expected, "m10");
  expect_equal(seen, expected, "the rows");
}

/// Fails one list of messages in the middle of a stream.
class FailsOnce : public Wrapping<FailsOnce> {
 public:
  using Wrapping::Wrapping;

  int pages_until_failure = 1;

 protected:
  Page<Message> do_list_messages(const backend::ListMessages& request,
                                 const CallOptions& call) override {
    if (pages_until_failure-- == 0)
      throw Error{ErrorCode::connection_failed, {.context = "list_messages", .cause = "cut"}};
    return Wrapping::do_list_messages(request, call);
  }
};

void a_stream_goes_on_after_an_error(Context& context) {
  context.store.save_thread(thread("t1"));
  save_minutes(context.store, "t1", 1, 5);
  FailsOnce store{context.store};
  auto stream = store.stream_messages({.thread_ids = "t1"}, {.page_rows = 2});
  std::vector<Message> read;
  for (int i = 0; i < 2; ++i) read.push_back(expect_some(stream.next()));
  expect_error(ErrorCode::connection_failed, [&] { (void)stream.next(); });
  while (auto row = stream.next()) read.push_back(*row);
  expect_same(read, all_messages(context.store, "t1"));
}

void a_deadline_holds_for_every_page(Context& context) {
  context.store.save_thread(thread("t1"));
  auto stream = context.store.stream_messages({.thread_ids = "t1"}, {}, CallOptions::within(-1s));
  expect_error(ErrorCode::timeout, [&] { (void)stream.next(); });
}

/// `call` is refused, and the error names `field`.
void expect_refused(std::string_view field, const std::function<void()>& call,
                    Place place = Place::here()) {
  expect_equal(expect_error(ErrorCode::invalid_argument, call, place).field(), field,
               "the error's field", place);
}

template <class Query>
void expect_stream_refuses_pages(Storage& store, Query query, Place place = Place::here()) {
  query.page = {.with_total = true};
  expect_refused(
      "with_total", [&] { (void)open(store, query, {}); }, place);
  query.page = {.offset = 1};
  expect_refused(
      "offset", [&] { (void)open(store, query, {}); }, place);
  query.page = {};
  for (const int rows : {0, -1})
    expect_refused(
        "page_rows", [&] { (void)open(store, query, {.page_rows = rows}); }, place);
}

void streams_refuse_what_pages_have(Context& context) {
  auto& store = context.store;
  expect_stream_refuses_pages(store, ThreadQuery{});
  expect_stream_refuses_pages(store, MessageQuery{.thread_ids = "t1"});
  expect_stream_refuses_pages(store, MetadataQuery{});
  expect_stream_refuses_pages(store, ResourceQuery{});
  expect_stream_refuses_pages(store, ContactQuery{});
  expect_stream_refuses_pages(store, HistoryQuery{});
  expect_refused("include", [&] {
    (void)store.stream_messages({.thread_ids = "t1", .include = {{.message = {"t1", "m1"}}}});
  });
}

}  // namespace

std::vector<Check> stream_checks() {
  return {
      {"streams/are_lists",
       "A stream of any kind is its list, for any size of page, direction and limit.",
       streams_are_lists},
      {"streams/start_behind_a_cursor", "A stream goes on behind a page's cursor.",
       a_stream_starts_behind_a_cursor},
      {"streams/are_read_once", "A second loop goes on where the first one stopped.",
       a_stream_is_read_once},
      {"streams/others_writes_do_not_disturb_them",
       "While others write, every untouched row comes exactly once.",
       others_writes_do_not_disturb_a_stream},
      {"streams/go_on_after_an_error",
       "A stream throws what its list throws, and is then read on from the same row.",
       a_stream_goes_on_after_an_error},
      {"streams/a_deadline_holds_for_every_page",
       "A deadline that has passed ends the reading with Timeout.",
       a_deadline_holds_for_every_page},
      {"streams/refuse_what_pages_have",
       "A total, an offset, includes and pages of less than a row are InvalidArgument.",
       streams_refuse_what_pages_have},
  };
}

}  // namespace botstore::testing
