#include <future>
#include <string>
#include <vector>

#include "backends/postgres/schema/builderbot_functions.hpp"
#include "backends/postgres/schema/schema.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"

using namespace botstore::postgres;
using namespace botstore::postgres::testing;

namespace {

// What BuilderBot's adapter runs at each of its starts: the tables if they are not there, and its
// own bodies of the functions, under the signatures that it documents.
constexpr const char* adapter_start = R"sql(
create table if not exists contact (
  id serial primary key, phone varchar(255) default null,
  created_at timestamp default current_timestamp, updated_in timestamp, last_interaction timestamp,
  values jsonb);
create table if not exists history (
  id serial primary key, ref varchar(255) not null, keyword varchar(255), answer text not null,
  refSerialize text not null, phone varchar(255) default null, options jsonb,
  created_at timestamp default current_timestamp, updated_in timestamp,
  contact_id integer references contact(id));
create or replace function save_or_update_contact(in_phone varchar(255), in_values jsonb)
returns void as $$
declare found_id int;
begin
  select id into found_id from contact where phone = in_phone;
  if found_id is null then
    insert into contact (phone, "values") values (in_phone, in_values);
  else
    update contact set "values" = in_values, updated_in = current_timestamp where id = found_id;
  end if;
end;
$$ language plpgsql;
create or replace function save_or_update_history_and_contact(
  in_ref varchar(255), in_keyword varchar(255), in_answer text, in_refserialize text,
  in_phone varchar(255), in_options jsonb)
returns void as $$
declare found_id int;
begin
  select id into found_id from contact where phone = in_phone;
  if found_id is null then
    insert into contact (phone) values (in_phone) returning id into found_id;
  else
    update contact set last_interaction = current_timestamp where id = found_id;
  end if;
  insert into history (ref, keyword, answer, refserialize, phone, options, contact_id, created_at)
  values (in_ref, in_keyword, in_answer, in_refserialize, in_phone, in_options, found_id,
          current_timestamp);
end;
$$ language plpgsql;
)sql";

constexpr const char* save_contact =
    R"(select public.save_or_update_contact('+49', '{"name": "Ada"}'))";
constexpr const char* save_history =
    "select public.save_or_update_history_and_contact('ref', 'hello', 'answer', 'serial', '+49', "
    "'{}')";

/// Runs a statement on fifty connections at once.
void run_at_once(const Database& database, const std::string& statement) {
  Sql gate{database.url()};
  gate.run("begin; lock table contact in access exclusive mode");
  std::vector<std::future<void>> callers;
  for (int i = 0; i < 50; ++i)
    callers.push_back(std::async(std::launch::async,
                                 [&] { static_cast<void>(Sql{database.url()}.rows(statement)); }));
  // All of them wait for the table, and start together.
  database.await(
      "(select count(*) = 50 from pg_stat_activity where wait_event_type = 'Lock' and "
      "datname = current_database())");
  gate.run("commit");
  for (auto& caller : callers) CHECK_NOTHROW(caller.get());
}

}  // namespace

TEST_CASE("the adapter's start over our schema makes no second function", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  const auto count = [&] {
    return sql.rows("select count(*) from pg_proc where pronamespace = 'public'::regnamespace");
  };
  REQUIRE(count() == "2");

  sql.run(adapter_start);
  CHECK(count() == "2");
  sql.run(save_contact);
  sql.run(save_history);

  sql.run(in_schema(save_contact_function, "public"));
  sql.run(in_schema(save_history_function, "public"));
  CHECK(count() == "2");
  sql.run(save_contact);
  sql.run(save_history);
  CHECK(database.init() == "public");

  CHECK(sql.rows("select phone, values->>'name', updated_in is not null, "
                 "last_interaction is not null from contact") == "+49|Ada|t|t");
  CHECK(sql.rows("select ref, keyword, answer, refserialize, phone, options, "
                 "contact_id = (select id from contact) from history") ==
        "ref|hello|answer|serial|+49|{}|t\nref|hello|answer|serial|+49|{}|t");
}

TEST_CASE("the functions replace values and say when", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run(R"(select save_or_update_contact('1', '{"a": 1}'))");
  CHECK(sql.rows("select values, updated_in is null from contact") == "{\"a\": 1}|t");
  sql.run(R"(select save_or_update_contact('1', '{"b": 2}'))");
  CHECK(sql.rows("select values, updated_in is null from contact") == "{\"b\": 2}|f");
  sql.run("update contact set last_interaction = '9999-01-01'");
  sql.run("select save_or_update_history_and_contact('r', null, 'a', 's', '1', null)");
  CHECK(sql.rows("select extract(year from last_interaction) from contact") == "9999");
}

TEST_CASE("the functions work whatever the caller's search_path is", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run(
      "create schema other; create table other.contact (id int, phone text);"
      "create function other.now() returns timestamptz language sql as "
      "$$ select timestamptz '1970-01-01' $$;"
      "set search_path = other, pg_catalog");
  sql.run(save_contact);
  sql.run(save_history);
  CHECK(sql.rows("select count(*) from other.contact") == "0");
  CHECK(sql.rows("select extract(year from created_at) > 2000 from public.contact") == "t");
  CHECK(sql.rows("select count(*) from public.history") == "1");
}

TEST_CASE("fifty first saves of one phone make one contact", "[postgres]") {
  const Database database;
  database.init();
  SECTION("by save_or_update_contact") {
    run_at_once(database, save_contact);
  }
  SECTION("by save_or_update_history_and_contact") {
    run_at_once(database, save_history);
    CHECK(Sql{database.url()}.rows("select count(*), count(distinct contact_id) from history") ==
          "50|1");
  }
  CHECK(Sql{database.url()}.rows("select count(*) from contact") == "1");
}

TEST_CASE("saves of a known contact take no number from the sequence", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run(save_contact);
  for (int i = 0; i < 100; ++i) {
    sql.run(save_contact);
    sql.run(save_history);
  }
  CHECK(sql.rows("select last_value from contact_id_seq") == "1");
}
