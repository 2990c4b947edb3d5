#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/values/params.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::connect_to_server;
using testing::error_of;

Results ask(const std::string& sql, Params params = {}) {
  const auto connection = connect_to_server();
  return run_batch(*connection, "ask", Batch{sql, std::move(params)}, Framing::read, {});
}

}  // namespace

TEST_CASE("every kind of value survives the way there and back") {
  const auto json = Json::parse(R"({"b": 1,  "a": [null, "\u00e9"]})");
  const Timestamp time{std::chrono::sys_days{std::chrono::year{1999} / 12 / 31} +
                       std::chrono::microseconds{7}};
  const auto results =
      ask("select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::int4, $12::int2",
          Params{std::int64_t{-5}, true, 0.1, "text \xc3\xa9", time, Revision{77}, as_json(json),
                 as_jsonb(json), earliest_time, latest_time, 70'000, -7});
  const auto row = results.front().front();
  CHECK(row.get<std::int64_t>(0) == -5);
  CHECK(row.get<bool>(1));
  CHECK(row.get<double>(2) == 0.1);
  CHECK(row.get<std::string>(3) == "text \xc3\xa9");
  CHECK(row.get<std::string_view>(3) == "text \xc3\xa9");
  CHECK(row.get<Timestamp>(4) == time);
  CHECK(row.get<Revision>(5) == Revision{77});
  CHECK(row.get<std::string>(6) == json.text());
  CHECK(row.get<Json>(6).text() == json.text());
  CHECK(row.get<std::string>(7) == "{\"a\": [null, \"\xc3\xa9\"], \"b\": 1}");
  CHECK(row.get<Json>(7) == json);
  CHECK(row.get<Timestamp>(8) == earliest_time);
  CHECK(row.get<Timestamp>(9) == latest_time);
  CHECK(row.get<std::int64_t>(10) == 70'000);
  CHECK(row.get<std::int64_t>(11) == -7);
}

TEST_CASE("NULL is the absence of an optional, and of its own type") {
  const std::optional<std::string> none;
  const std::optional<std::string> some = "x";
  const auto results =
      ask("select $1, $2, pg_typeof($1)::text, $3, pg_typeof($4)::text",
          Params{none, some, std::optional<Timestamp>{}, std::optional<std::int64_t>{}});
  const auto row = results.front().front();
  CHECK(row.is_null(0));
  CHECK_FALSE(row.get<std::optional<std::string>>(0));
  CHECK(row.get<std::optional<std::string>>(1) == some);
  CHECK(row.get<std::string>(2) == "text");
  CHECK_FALSE(row.get<std::optional<Timestamp>>(3));
  CHECK(row.get<std::string>(4) == "bigint");
}

TEST_CASE("arrays keep their order, their empty texts and their NULLs") {
  const std::vector<std::optional<std::string>> texts{"a", std::nullopt, "", "d,\"}{"};
  const std::vector<std::int64_t> numbers{3, -1, 2, 0};
  const auto results =
      ask("select t, n, j->>'k', z, b from unnest($1, $2, $3, $4, $5) with ordinality "
          "as u(t, n, j, z, b, o) order by o",
          Params{}
              .add_array(texts)
              .add_array(numbers)
              .add_array(numbers, [](std::int64_t) { return JsonbParam{R"({"k": "v"})"}; })
              .add_array(numbers, [](std::int64_t n) { return Timestamp{std::chrono::seconds{n}}; })
              .add_array(numbers, [](std::int64_t n) { return n > 0; }));
  const auto& rows = results.front();
  REQUIRE(rows.size() == 4);
  for (int i = 0; i < 4; ++i) {
    const auto at = static_cast<std::size_t>(i);
    CHECK(rows[i].get<std::optional<std::string>>(0) == texts[at]);
    CHECK(rows[i].get<std::int64_t>(1) == numbers[at]);
    CHECK(rows[i].get<std::string>(2) == "v");
    CHECK(rows[i].get<Timestamp>(3) == Timestamp{std::chrono::seconds{numbers[at]}});
    CHECK(rows[i].get<bool>(4) == (numbers[at] > 0));
  }
}

TEST_CASE("an empty array is an empty array") {
  const auto results = ask("select cardinality($1), $1 = '{}', count(*) from unnest($1)",
                           Params{}.add_array(std::vector<std::string>{}));
  CHECK(results.front().front().get<std::int64_t>(0) == 0);
  CHECK(results.front().front().get<bool>(1));
  CHECK(results.front().front().get<std::int64_t>(2) == 0);
}

TEST_CASE("a value that is not what was asked for is reported with its column") {
  const auto results =
      ask("select null::text as empty, 'x' as text, 1 as number, timestamptz 'infinity' as time, "
          "'a'::\"char\" as odd");
  const auto row = results.front().front();
  const auto refused = [&](auto read) {
    const auto error = error_of([&] { static_cast<void>(read()); });
    CHECK(error.code() == ErrorCode::corrupt);
    return std::string{error.what()};
  };
  CHECK(refused([&] { return row.get<std::string>(0); }).find("\"empty\"") != std::string::npos);
  CHECK(refused([&] { return row.get<std::int64_t>(1); }).find("\"text\"") != std::string::npos);
  CHECK(refused([&] { return row.get<std::string>(2); }).find("\"number\"") != std::string::npos);
  CHECK(refused([&] { return row.get<Timestamp>(3); }).find("\"time\"") != std::string::npos);
  CHECK(refused([&] { return row.get<Json>(1); }).find("\"text\"") != std::string::npos);
  CHECK(refused([&] { return row.get<bool>(2); }).find("\"number\"") != std::string::npos);
  CHECK(refused([&] { return row.get<double>(2); }).find("\"number\"") != std::string::npos);
  CHECK(refused([&] { return row.get<std::string>(4); }).find("\"odd\"") != std::string::npos);
  CHECK(refused([&] { return row.get<std::string>(9); }).find("\"9\"") != std::string::npos);
}

TEST_CASE("the number of rows that a statement changed is known") {
  const auto connection = connect_to_server();
  const auto results = run_batch(*connection, "write",
                                 Batch{}
                                     .add("create temp table changed (n int) on commit drop")
                                     .add("insert into changed select generate_series(1, 5)")
                                     .add("delete from changed where n > 2"),
                                 Framing::write, {});
  CHECK(results[0].affected() == 0);
  CHECK(results[1].affected() == 5);
  CHECK(results[2].affected() == 3);
}

}  // namespace botstore::postgres
