#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backends/sqlite/connection/transaction.hpp"
#include "backends/sqlite/schema/migrate.hpp"
#include "backends/sqlite/sessions/store_session.hpp"
#include "botstore/sqlite.hpp"
#include "tests/catch.hpp"
#include "tests/sqlite/database.hpp"

namespace botstore::sqlite {

namespace {

using testing::run;

// `owner` has the threads that the tests read and a hundred more; the short ones are older than the
// long one, so a walk along the owner's messages passes by all of its twenty thousand. The phone
// `+long` has ten thousand entries, of which the oldest has a keyword.
constexpr const char* rows = R"sql(
create temp table numbers (n integer primary key);
with recursive up (n) as (select 1 union all select n + 1 from up where n < 20000)
insert into numbers select n from up;

insert into threads
select id, resource, 'title', '{}', n, n + 7, null, null, 0, 1
  from (select 'thread-10' as id, 'owner' as resource, 1 as n
        union all select 'thread-1000', 'owner', 2
        union all select 'thread-20000', 'owner', 3
        union all select 'other-' || n, iif(n <= 100, 'owner', 'r' || (n % 40)), 100 + n
                    from numbers where n <= 300
        union all select 'empty-' || n,
                         iif(n <= 10000 and n % 10 = 0, 'collector', 'c' || (n % 900)), 1000 + n
                    from numbers);

insert into messages (id, thread_id, resource_id, role, type, metadata, created_at, sequence,
                      revision, content)
select 'm' || n, thread_id, resource, 'user', 'text', '{}', start + n, n, 1, '"hi"'
  from (select 'thread-10' as thread_id, 'owner' as resource, 10 as size, 0 as start
        union all select 'thread-1000', 'owner', 1000, 1000
        union all select 'thread-20000', 'owner', 20000, 100000
        union all select id, resource_id, 100, 50000 from threads where id like 'other-%')
       cross join numbers on n <= size;

insert into metadata (thread_id, message_id, key, value, updated_at, revision)
select thread_id, 'm' || n, key, '{}', n, 1
  from (select 'thread-1000' as thread_id, 'key-' || n as key, 1000 as size from numbers where n <= 5
        union all select 'other-' || n, 'key', 20 from numbers where n <= 300)
       cross join numbers on n <= size
union all
select 'thread-1000', '', 'own-' || n, '{}', n, 1 from numbers where n <= 100;

insert into contact (phone, created_at, last_interaction, "values")
select '+' || n, n, iif(n % 2 = 0, n + 50000, null), '{}' from numbers;

insert into history (ref, keyword, answer, refserialize, phone, created_at, contact_id, entry_key)
select 'ref', iif(n = 1, 'hello', null), 'answer', '', '+long', n, 1, 'long-' || n
  from numbers where n <= 10000
union all
select 'ref', 'hello', 'answer', '', iif(n <= 10000 and n % 10 = 0, '+old', '+' || (n % 3000)),
       20000 + n, n, 'e' || n
  from numbers;

drop table temp.numbers)sql";

/// A statement that was run: how SQLite does it, and how many steps of its virtual machine it took.
struct Ran {
  std::string sql;
  std::string plan;
  int steps = 0;
};

/// The store's operations on a connection that tells what is run on it. Everything is undone.
class Traced final : public SqliteOperations {
 public:
  explicit Traced(const char* statistics)
      : connection_{{.path = ":memory:"}, Connection::Missing::create} {
    migrate(connection_);
    connection_.execute(rows);
    connection_.execute(statistics);
    transaction_.emplace(connection_, Transaction::Kind::write);
  }

  [[nodiscard]] std::vector<Ran> statements_of(const std::function<void(Storage&)>& work) {
    std::vector<Ran> ran;
    sqlite3_trace_v2(connection_.get(), SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE, &Traced::note,
                     &ran);
    work(*this);
    sqlite3_trace_v2(connection_.get(), 0, nullptr, nullptr);
    for (auto& one : ran) one.plan = run(connection_.get(), "explain query plan " + one.sql);
    return ran;
  }

 protected:
  Session& session() noexcept override { return session_; }
  Capabilities do_capabilities() const override { return {}; }
  void do_init(const CallOptions&) override {}
  void do_close() override {}
  void do_transaction(const TransactionBody&, const TransactionOptions&,
                      const CallOptions&) override {}

 private:
  static int note(unsigned event, void* to, void* statement, void*) {
    auto* const handle = static_cast<sqlite3_stmt*>(statement);
    const int steps = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_VM_STEP, 1);
    if (event == SQLITE_TRACE_STMT) return 0;  // Steps so far were another call's.
    // With its values: where there are statistics, the plan depends on them.
    const std::unique_ptr<char, decltype(&sqlite3_free)> sql{sqlite3_expanded_sql(handle),
                                                             &sqlite3_free};
    static_cast<std::vector<Ran>*>(to)->push_back({.sql = sql.get(), .plan = {}, .steps = steps});
    return 0;
  }

  Connection connection_;
  std::optional<Transaction> transaction_;
  TransactionSession session_{connection_, {}, {}};
};

/// On a database without statistics, which is what the store makes, and on one whose user has had
/// it analyzed.
Traced& traced() {
  static Traced plain{""};
  static Traced analyzed{"analyze"};
  return GENERATE(false, true) ? analyzed : plain;
}

/// That every statement of the work finds its rows by an index, sorts nothing, and takes no more
/// steps than `wanted` rows need: a row is some 30 steps, and whatever is skipped counts as well.
void check_reads(Traced& store, int wanted, const std::function<void(Storage&)>& work,
                 std::size_t statements = 1) {
  const auto ran = store.statements_of(work);
  CHECK(ran.size() == statements);
  for (const auto& one : ran) {
    INFO(one.sql << '\n' << one.plan);
    CHECK(one.plan.find("TEMP B-TREE") == std::string::npos);
    const auto scan = one.plan.find("SCAN ");
    const bool in_order = one.plan.find("USING ", scan) != std::string::npos;
    CHECK((scan == std::string::npos || in_order));
    CHECK(one.steps <= 200 + 60 * wanted);
  }
}

constexpr std::int64_t limit = 20;
constexpr int page_rows = limit + 1;  // One more tells whether there are more.

std::string thread_of_size() {
  return GENERATE("thread-10", "thread-1000", "thread-20000");
}

using MaybeText = std::optional<std::string>;

/// The cursor behind the first `rows_before` rows of a query.
template <class List, class Query>
std::string cursor_behind(std::int64_t rows_before, const List& list, Query query) {
  query.page = {.limit = 1, .offset = rows_before - 1};
  return list(query).next_cursor;
}

}  // namespace

TEST_CASE("the last messages of a thread are read alone, however long it is") {
  auto& store = traced();
  const auto thread = thread_of_size();
  const auto resource = GENERATE(MaybeText{}, MaybeText{"owner"});
  check_reads(store, page_rows, [&](Storage& s) {
    const auto page = s.list_messages({.thread_ids = thread,
                                       .resource_id = resource,
                                       .direction = Direction::descending,
                                       .page = {.limit = limit}});
    CHECK(page.items.size() == (thread == "thread-10" ? 10 : limit));
  });
}

TEST_CASE("a page of messages reads its own rows alone, however deep it lies") {
  auto& store = traced();
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const auto resource = GENERATE(MaybeText{}, MaybeText{"owner"});
  const std::int64_t depth = GENERATE(1, 19'900);
  MessageQuery query{.thread_ids = "thread-20000", .resource_id = resource, .direction = direction};
  const auto list = [&](const MessageQuery& q) { return store.list_messages(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(depth, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_messages(query); });
}

TEST_CASE("the first messages of a thread since a time are read alone") {
  auto& store = traced();
  const Timestamp start{std::chrono::microseconds{115'000}};
  check_reads(store, page_rows, [&](Storage& s) {
    const auto page = s.list_messages(
        {.thread_ids = "thread-20000", .created = {.start = start}, .page = {.limit = limit}});
    CHECK(page.items.front().id == "m15000");
  });
}

TEST_CASE("a message's window reads the window alone") {
  auto& store = traced();
  const auto resource = GENERATE(MaybeText{}, MaybeText{"owner"});
  const auto* const id = GENERATE("m1", "m10000", "m20000");
  const MessageQuery query{.thread_ids = "thread-20000",
                           .resource_id = resource,
                           .include = {{{"thread-20000", id}, 5, 5}},
                           .page = {.limit = 0}};
  // The page, the message, and its neighbours on both sides.
  check_reads(
      store, 5, [&](Storage& s) { (void)s.list_messages(query); }, 4);
}

TEST_CASE("the last messages of several threads are read alone") {
  auto& store = traced();
  const MessageQuery query{.thread_ids = {"thread-10", "thread-1000", "thread-20000"},
                           .direction = Direction::descending,
                           .page = {.limit = limit}};
  check_reads(
      store, page_rows, [&](Storage& s) { (void)s.list_messages(query); }, 3);
}

TEST_CASE("the last messages of a resource are read alone, at any depth") {
  auto& store = traced();
  const std::int64_t depth = GENERATE(1, 15'000);
  MessageQuery query{.resource_id = "owner", .direction = Direction::descending};
  const auto list = [&](const MessageQuery& q) { return store.list_messages(q); };
  query.page = {.limit = limit};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_messages(query); });
  query.page.cursor = cursor_behind(depth, list, query);
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_messages(query); });
}

TEST_CASE("messages are found by their ids and by their keys, and no others are read") {
  auto& store = traced();
  check_reads(
      store, 1,
      [&](Storage& s) {
        CHECK(s.find_messages({"m15000", "m15001"}).size() == 2);
      },
      2);
  check_reads(
      store, 1,
      [&](Storage& s) {
        CHECK(s.get_messages({{"thread-20000", "m15000"}, {"thread-1000", "m1"}}).size() == 2);
      },
      2);
}

TEST_CASE("the threads of a resource, and everybody's, are read alone in each order") {
  auto& store = traced();
  const auto order = GENERATE(ThreadOrder::created_at, ThreadOrder::updated_at);
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const auto resource = GENERATE(MaybeText{}, MaybeText{"collector"});
  ThreadQuery query{.resource_id = resource, .order_by = order, .direction = direction};
  const auto list = [&](const ThreadQuery& q) { return store.list_threads(q); };
  query.page = {.limit = limit};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_threads(query); });
  query.page.cursor = cursor_behind(900, list, query);
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_threads(query); });
}

TEST_CASE("the last entry of a phone is read alone, with a keyword too") {
  auto& store = traced();
  const auto* const phone = GENERATE("+long", "+17");
  const bool with_keyword = GENERATE(false, true);
  check_reads(store, 2,
              [&](Storage& s) { CHECK(s.last_history(phone, {.with_keyword = with_keyword})); });
}

TEST_CASE("a page of a phone's history, or of a contact's, is read alone, at any depth") {
  auto& store = traced();
  const std::int64_t depth = GENERATE(1, 9'900);
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  HistoryQuery query{.direction = direction};
  if (GENERATE(false, true))
    query.phone = "+long";
  else
    query.contact_id = 1;
  const auto list = [&](const HistoryQuery& q) { return store.list_history(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(depth, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_history(query); });
}

TEST_CASE("a contact is found by its phone, and listed in either order, and no other is read") {
  auto& store = traced();
  check_reads(store, 1, [&](Storage& s) { CHECK(s.get_contact("+15000")); });
  const auto order = GENERATE(ContactOrder::last_interaction, ContactOrder::id);
  ContactQuery query{.order_by = order};
  const auto list = [&](const ContactQuery& q) { return store.list_contacts(q); };
  query.page = {.limit = limit, .cursor = cursor_behind(15'000, list, query)};
  check_reads(store, page_rows, [&](Storage& s) { (void)s.list_contacts(query); });
}

TEST_CASE("a page of the values of a thread and its messages is read alone, at any depth") {
  auto& store = traced();
  const auto direction = GENERATE(Direction::ascending, Direction::descending);
  const std::int64_t depth = GENERATE(1, 3'000);
  const auto list = [&](const MetadataQuery& q) {
    return store.list_metadata({.thread_id = "thread-1000"}, q);
  };
  MetadataQuery query{.with_messages = true, .direction = direction};
  query.page = {.limit = limit};
  check_reads(store, page_rows, [&](Storage&) { CHECK(list(query).items.size() == limit); });
  query.page.cursor = cursor_behind(depth, list, query);
  check_reads(store, page_rows, [&](Storage&) { CHECK(list(query).items.size() == limit); });
}

TEST_CASE("a write reads the rows that it changes, however many others there are") {
  auto& store = traced();
  const auto thread = thread_of_size();
  // The statements that a message's own tables and those that refer to it take.
  check_reads(
      store, 5,
      [&](Storage& s) {
        const NewMessage one{
            .thread_id = thread, .id = "new", .role = "user", .content = Json::string("hi")};
        s.save_message(one);
      },
      4);
  check_reads(
      store, 5,
      [&](Storage& s) {
        CHECK(s.delete_messages({{thread, "new"}}) == 1);
      },
      5);
}

}  // namespace botstore::sqlite
