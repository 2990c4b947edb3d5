#include "botstore/backend/page.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::backend;
using namespace std::chrono_literals;

namespace {

Message message(int number, std::string thread_id = "t1") {
  return {.thread_id = std::move(thread_id),
          .id = "m" + std::to_string(number),
          .created_at = Timestamp{std::chrono::seconds{number}},
          .sequence = number};
}

std::vector<Message> messages(int first, int last) {
  std::vector<Message> all;
  for (int number = first; number <= last; ++number) all.push_back(message(number));
  return all;
}

ListMessages list(Limit limit, std::vector<Include> include = {}) {
  return {.query = {.thread_ids = "t1", .include = std::move(include), .page = {.limit = limit}}};
}

std::vector<std::string> ids(const std::vector<Message>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.id);
  return all;
}

}  // namespace

TEST_CASE("a page holds the limit and knows whether there is more") {
  CHECK(rows_wanted(Paging{.limit = 3}) == 4);
  const auto page = make_page(list(3), messages(1, 4), {}, std::nullopt);
  CHECK(ids(page.items) == std::vector<std::string>{"m1", "m2", "m3"});
  CHECK(page.has_more);
  CHECK(!make_page(list(3), messages(1, 3), {}, std::nullopt).has_more);
}

TEST_CASE("a list that states no limit holds 40, and an unlimited one everything") {
  CHECK(rows_wanted(Paging{}) == 41);
  CHECK(!rows_wanted(Paging{.limit = Limit::all()}));
  CHECK(!rows_wanted(Paging{.limit = std::numeric_limits<std::int64_t>::max()}));
  CHECK(make_page(list({}), messages(1, 41), {}, std::nullopt).items.size() == 40);
  CHECK(make_page(list(Limit::all()), messages(1, 50), {}, std::nullopt).items.size() == 50);
}

TEST_CASE("there is no more when the includes hold the rest") {
  const auto query = list(3, {{.message = {"t1", "m1"}, .after = 10}});
  CHECK(rows_wanted(query.query) == 3 + 1 + 11);
  const auto page = make_page(query, messages(1, 5), messages(1, 5), 5);
  CHECK(ids(page.items) == std::vector<std::string>{"m1", "m2", "m3", "m4", "m5"});
  CHECK(!page.has_more);
  CHECK(page.total == 5);
}

TEST_CASE("there is more when one row of the rest is not among the includes") {
  const auto query = list(1, {{.message = {"t1", "m3"}}});
  CHECK(make_page(query, messages(1, 3), {message(3)}, std::nullopt).has_more);
}

TEST_CASE("the cursor stands behind the page's own rows, not behind its includes") {
  const auto plain = make_page(list(2), messages(1, 3), {}, std::nullopt);
  const auto query = list(2, {{.message = {"t1", "m9"}}});
  const auto page = make_page(query, messages(1, 3), {message(9)}, std::nullopt);
  CHECK(page.items.back().id == "m9");
  CHECK(page.next_cursor == plain.next_cursor);
}

TEST_CASE("limit 0 returns nothing, tells whether there is something, and stays where it was") {
  auto query = list(0);
  query.query.page.cursor = "here";
  const auto page = make_page(query, messages(1, 1), {}, std::nullopt);
  CHECK(page.items.empty());
  CHECK(page.has_more);
  CHECK(page.next_cursor == "here");
}

TEST_CASE("messages of one time order by thread and then by sequence") {
  auto rows = std::vector{message(2, "b"), message(1, "b"), message(2, "a")};
  for (auto& row : rows) row.created_at = {};
  sort_messages(rows, Direction::ascending);
  CHECK(rows[0].thread_id == "a");
  CHECK(rows[1].sequence == 1);
  sort_messages(rows, Direction::descending);
  CHECK(rows[0].sequence == 2);
  CHECK(rows[2].thread_id == "a");
}

TEST_CASE("updated_at moves forward whatever the clock says") {
  const Timestamp stored{100us};
  CHECK(move_forward(stored, Timestamp{200us}) == Timestamp{200us});
  CHECK(move_forward(stored, stored) == Timestamp{101us});
  CHECK(move_forward(stored, Timestamp{50us}) == Timestamp{101us});
  CHECK(move_forward(latest_time, stored) == latest_time);
}
