#include "tests/postgres/support/plans.hpp"

#include <functional>
#include <map>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/moved.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"
#include "tests/postgres/support/server_log.hpp"

namespace botstore::postgres {

namespace {

using testing::Plan;
using testing::Sql;

constexpr std::string_view schema = "plans";

// Made by the server itself. `owner` has the threads that the tests read and a hundred more; the
// short ones are older than the long one, so a walk along the owner's messages passes by all of its
// twenty thousand. The phone `+long` has ten thousand entries, of which the oldest has a keyword.
constexpr const char* rows = R"sql(
set search_path = plans;
create function stamp(n bigint) returns timestamptz language sql immutable as
  $$ select timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second' $$;

insert into threads
select id, resource, 'title', '{}', stamp(n), stamp(n + 7), null, null, 0, 1
  from (select 'thread-10' as id, 'owner' as resource, 1 as n
        union all select 'thread-1000', 'owner', 2
        union all select 'thread-20000', 'owner', 3
        union all select 'other-' || n, case when n <= 100 then 'owner' else 'r' || n % 40 end,
                         100 + n
                    from generate_series(1, 300) n
        union all select 'empty-' || n, case when n <= 10000 and n % 10 = 0 then 'collector' else 'c' || n % 900 end,
                         1000 + n
                    from generate_series(1, 20000) n) t;

insert into messages
select 'm' || n, thread_id, resource, 'user', 'text', '{"text": "hi"}', '{}', stamp(start + n), n, 1
  from (select 'thread-10' as thread_id, 'owner' as resource, 10 as size, 0 as start
        union all select 'thread-1000', 'owner', 1000, 1000
        union all select 'thread-20000', 'owner', 20000, 100000
        union all select id, resource_id, 100, 50000 from threads where id like 'other-%') t,
       generate_series(1, size) n;

insert into metadata
select thread_id, 'm' || n, 'key', jsonb '{}', stamp(n), 1
  from (select 'thread-20000' as thread_id, 5000 as size
        union all select 'other-' || i, 20 from generate_series(1, 300) i) t,
       generate_series(1, size) n
union all
select 'thread-20000', '', 'own-' || n, '{}', stamp(n), 1 from generate_series(1, 100) n;

insert into contact (phone, created_at, last_interaction, "values")
select '+' || n, stamp(n), case when n % 2 = 0 then stamp(n + 50000) end,
       case when n % 2000 = 0 then '{"plan": {"name": "gold"}}'::jsonb end
  from generate_series(1, 20000) n;

insert into history (ref, keyword, answer, refserialize, phone, created_at, entry_key)
select 'ref', case when n = 1 then 'hello' end, 'answer', '', '+long', stamp(n), 'long-' || n
  from generate_series(1, 10000) n
union all
select 'ref', 'hello', 'answer', '',
       case when n <= 10000 and n % 10 = 0 then '+old' else '+' || n % 3000 end,
       stamp(20000 + n), 'e' || n
  from generate_series(1, 20000) n;

analyze)sql";

std::string url_with(std::string_view more) {
  return testing::server_url() + "?pool_max=1&schema=" + std::string{schema} + std::string{more};
}

/// Makes the rows when it is first asked for.
void require_rows() {
  static const bool made = [] {
    PostgresStore{{.connection_string = url_with("")}}.init();
    Sql{testing::server_url()}.run(rows);
    return true;
  }();
  REQUIRE(made);
}

/// A store whose statements' plans are in the log. One for each way of planning, for a generic plan
/// is made once for a statement, whatever its parameters are then.
class PlannedStore {
 public:
  explicit PlannedStore(std::string_view plan_cache_mode)
      : store_{{.connection_string = url_with(testing::log_plans(plan_cache_mode))}},
        pid_{store_.with_connection([](PGconn* handle) { return PQbackendPID(handle); })} {}

  Storage& operator*() { return store_; }

  [[nodiscard]] std::vector<Plan> plans_of(const std::function<void(Storage&)>& work) {
    const auto since = testing::log_size();
    work(store_);
    return testing::logged_plans(pid_, since);
  }

 private:
  PostgresStore store_;
  int pid_;
};

PlannedStore& planned_store() {
  require_rows();
  const auto* const mode = GENERATE("force_generic_plan", "force_custom_plan");
  static std::map<std::string_view, PlannedStore> stores;
  return stores.try_emplace(mode, mode).first->second;
}

/// That the work's only statement reads about `wanted` rows, and those alone. An index entry that
/// a condition skips is no row, so pages are counted too: a look into an index costs a few, and
/// each row one of the table's at the most.
void check_reads(PlannedStore& store, double wanted, const std::function<void(Storage&)>& work) {
  const auto plans = store.plans_of(work);
  REQUIRE(plans.size() == 1);
  const auto& plan = plans.front();
  INFO(plan.text);
  CHECK_FALSE(plan.has("Seq Scan"));
  CHECK_FALSE(plan.sorts_rows());
  CHECK(plan.rows_read() <= wanted);
  CHECK(static_cast<double>(plan.pages) <= 20 + 4 * wanted);
}

constexpr std::int64_t limit = 20;
constexpr double page_rows = limit + 1;  // One more tells whether there are more.

std::string thread_of_size() {
  return GENERATE("thread-10", "thread-1000", "thread-20000");
}

/// The cursor behind the first `rows` rows of a query.
template <class List, class Query>
std::string cursor_behind(std::int64_t rows_before, List&& list, Query query) {
  query.page = {.limit = 1, .offset = rows_before - 1};
  return list(query).next_cursor;
}

}  // namespace

TEST_CASE("the last messages of a thread are read alone, however long it is") {
  auto& store = planned_store();
  const auto thread = thread_of_size();
  check_reads(store, page_rows, [&](Storage& s) {
    (void)s.list_messages(
        {.thread_ids = thread, .direction = Direction::descending, .page = {.limit = limit}});
  });
}

TEST_CASE("the last messages of a thread and its resource are read alone, however long it is") {
  auto& store = planned_store();
  const auto thread = thread_of_size();
  check_reads(store, page_rows, [&](Storage& s) {
    (void)s.list_messages({.thread_ids = thread,
                           .resource_id = "owner",
                           .direction = Direction::descending,
                           .page = {.limit = limit}});
  });
}

TEST_CASE("a page reads its own messages alone, however deep it lies") {
  auto& store = planned_store();
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const auto resource = GENERATE(std::optional<std::string>{}, std::optional<std::string>{"owner"});
  const std::int64_t depth = GENERATE(1, 100, 19'900);
  MessageQuery query{.thread_ids = "thread-20000", .resource_id = resource, .direction = direction};
  const auto list = [&](const MessageQuery& q) { return (*store).list_messages(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(depth, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_messages(query); });
}

TEST_CASE("the first messages of a thread since a time are read alone") {
  auto& store = planned_store();
  const auto start = parse_time("2026-01-02T08:00:00Z");
  check_reads(store, page_rows, [&](Storage& s) {
    (void)s.list_messages(
        {.thread_ids = "thread-20000", .created = {.start = start}, .page = {.limit = limit}});
  });
}

TEST_CASE("a message's window reads the window alone") {
  auto& store = planned_store();
  const auto resource = GENERATE(std::optional<std::string>{}, std::optional<std::string>{"owner"});
  const auto* const id = GENERATE("m1", "m10000", "m20000");
  const auto plans = store.plans_of([&](Storage& s) {
    (void)s.list_messages({.thread_ids = "thread-20000",
                           .resource_id = resource,
                           .include = {{{"thread-20000", id}, 5, 5}},
                           .page = {.limit = 0}});
  });
  REQUIRE(plans.size() == 2);
  const auto& window = plans.back();
  INFO(window.text);
  CHECK_FALSE(window.has("Seq Scan"));
  CHECK_FALSE(window.sorts_rows());
  CHECK(window.rows_read() <= 12);
  CHECK(window.pages <= 40);
}

TEST_CASE("the last messages of several threads are read alone") {
  auto& store = planned_store();
  const auto plans = store.plans_of([&](Storage& s) {
    (void)s.list_messages({.thread_ids = {"thread-10", "thread-1000", "thread-20000"},
                           .direction = Direction::descending,
                           .page = {.limit = limit}});
  });
  REQUIRE(plans.size() == 3);
  for (const auto& plan : plans) {
    INFO(plan.text);
    CHECK_FALSE(plan.has("Seq Scan"));
    CHECK_FALSE(plan.sorts_rows());
    CHECK(plan.rows_read() <= page_rows);
  }
}

TEST_CASE("the last messages of a resource are read alone, at any depth") {
  auto& store = planned_store();
  const std::int64_t depth = GENERATE(1, 15'000);
  MessageQuery query{.resource_id = "owner", .direction = Direction::descending};
  const auto list = [&](const MessageQuery& q) { return (*store).list_messages(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(depth, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_messages(query); });
}

TEST_CASE("messages are found by their ids and by their keys, and no others are read") {
  auto& store = planned_store();
  check_reads(store, 2, [&](Storage& s) {
    CHECK(s.find_messages({"m15000", "m15001"}).size() == 2);
  });
  check_reads(store, 2, [&](Storage& s) {
    CHECK(s.get_messages({{"thread-20000", "m15000"}, {"thread-1000", "m1"}}).size() == 2);
  });
  std::vector<MessageKey> keys;
  for (int i = 1; i <= 100; ++i) keys.push_back({"thread-1000", "m" + std::to_string(i)});
  check_reads(store, 100, [&](Storage& s) { CHECK(s.get_messages(keys).size() == 100); });
}

TEST_CASE("the threads of a resource, and everybody's, are read alone in each order") {
  auto& store = planned_store();
  const auto order = GENERATE(ThreadOrder::created_at, ThreadOrder::updated_at);
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const auto resource =
      GENERATE(std::optional<std::string>{}, std::optional<std::string>{"collector"});
  const std::int64_t depth = GENERATE(1, 900);
  ThreadQuery query{.resource_id = resource, .order_by = order, .direction = direction};
  const auto list = [&](const ThreadQuery& q) { return (*store).list_threads(q); };
  query.page = {.limit = limit};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_threads(query); });
  query.page.cursor = cursor_behind(depth, list, query);
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_threads(query); });
}

TEST_CASE("the last entry of a phone is read alone, with a keyword too") {
  auto& store = planned_store();
  const auto* const phone = GENERATE("+long", "+17");
  const bool with_keyword = GENERATE(false, true);
  check_reads(store, 2,
              [&](Storage& s) { CHECK(s.last_history(phone, {.with_keyword = with_keyword})); });
}

TEST_CASE("a page of a phone's history is read alone, at any depth") {
  auto& store = planned_store();
  const auto* const phone = GENERATE("+long", "+old");
  const std::int64_t depth = GENERATE(1, 900);
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  HistoryQuery query{.phone = phone, .direction = direction};
  const auto list = [&](const HistoryQuery& q) { return (*store).list_history(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(depth, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_history(query); });
}

TEST_CASE("a contact is found by its phone, and listed in either order, and no other is read") {
  auto& store = planned_store();
  check_reads(store, 1, [&](Storage& s) { CHECK(s.get_contact("+15000")); });
  const auto order = GENERATE(ContactOrder::last_interaction, ContactOrder::id);
  ContactQuery query{.order_by = order};
  const auto list = [&](const ContactQuery& q) { return (*store).list_contacts(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(15'000, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_contacts(query); });
}

TEST_CASE("a page of the values of a thread and its messages is read alone, at any depth") {
  auto& store = planned_store();
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const std::int64_t depth = GENERATE(1, 3'000);
  const auto list = [&](const MetadataQuery& q) {
    return (*store).list_metadata({.thread_id = "thread-20000"}, q);
  };
  MetadataQuery query{.with_messages = true, .direction = direction};
  query.page = {.limit = limit};
  check_reads(store, page_rows, [&](Storage&) { CHECK(list(query).items.size() == limit); });
  query.page.cursor = cursor_behind(depth, list, query);
  check_reads(store, page_rows, [&](Storage&) { CHECK(list(query).items.size() == limit); });
}

TEST_CASE("a restore finds the rows that it overwrites by their keys") {
  auto& store = planned_store();
  StoredRows rows;
  for (int number = 1; number <= limit; ++number) {
    const auto text = std::to_string(number);
    rows.threads.push_back(botstore::testing::moved_thread("other-" + text));
    rows.messages.push_back(botstore::testing::moved_message("thread-20000", number));
    rows.metadata.push_back(botstore::testing::moved_value({"thread-20000", "m" + text}, "key"));
    rows.contacts.push_back(botstore::testing::moved_contact(number, "+" + text));
    rows.history.push_back(botstore::testing::moved_entry(number, "e" + text, "+" + text));
    rows.contacts.push_back(botstore::testing::moved_contact(limit + number, {}));
    rows.history.push_back(botstore::testing::moved_entry(limit + number, {}));
  }
  struct Undo {};
  const auto plans = store.plans_of([&](Storage& s) {
    CHECK_THROWS_AS(s.transaction([&](Storage& view) {
      view.restore(rows);
      throw Undo{};
    }),
                    Undo);
  });
  CHECK(plans.size() >= 9);
  for (const auto& plan : plans) {
    INFO(plan.text);
    CHECK_FALSE(plan.has("Seq Scan"));
    CHECK(plan.rows_read() <= 20.0 * limit);
  }
}

}  // namespace botstore::postgres
