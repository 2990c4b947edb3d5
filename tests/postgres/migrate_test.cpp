#include "backends/postgres/schema/migrate.hpp"

#include <array>
#include <optional>
#include <string>

#include "backends/postgres/schema/inspect.hpp"
#include "backends/postgres/schema/schema.hpp"
#include "botstore/error.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"

using namespace botstore;
using namespace botstore::postgres;
using namespace botstore::postgres::testing;

namespace {

/// What migrate() did: the error that it threw, and what it sent.
struct Outcome {
  std::optional<Error> error{};
  std::vector<std::string> statements{};

  [[nodiscard]] std::optional<ErrorCode> code() const {
    return error ? std::optional{error->code()} : std::nullopt;
  }
  /// The SQL at the end of the hint.
  [[nodiscard]] std::string script() const {
    const auto hint = std::string{error.value().hint()};
    return hint.substr(hint.find(":\n") + 2);
  }
};

Outcome try_init(const std::string& url, const SchemaGoal& goal = {}) {
  const auto connection = Database::connect_to(url);
  const auto since = log_size();
  const auto pid = PQbackendPID(connection->get());
  Outcome outcome;
  try {
    migrate(*connection, goal, limits_within(std::chrono::seconds{60}));
  } catch (const Error& error) {
    outcome.error = error;
  }
  outcome.statements = logged_statements(pid, since);
  return outcome;
}

std::string tables_in(const Database& database, const std::string& schema) {
  return Sql{database.url()}.rows(
      "select count(*) from pg_class where relkind = 'r' and relnamespace = '" + schema +
      "'::regnamespace");
}

}  // namespace

TEST_CASE("init makes the schema once, and then sends two statements and no DDL", "[postgres]") {
  const Database database;
  const SchemaGoal goal{.schema = "bot"};
  const auto first = try_init(database.url(), goal);
  CHECK_FALSE(first.error);
  CHECK(count_ddl(first.statements) > 20);
  CHECK(tables_in(database, "bot") == "8");

  const auto second = try_init(database.url(), goal);
  CHECK_FALSE(second.error);
  CHECK(count_ddl(second.statements) == 0);
  CHECK(second.statements.size() == 2);
}

TEST_CASE("without a name the tables are in the connection's default schema", "[postgres]") {
  const Database database;
  CHECK(database.init() == "public");
  CHECK(tables_in(database, "public") == "8");

  Sql{database.url()}.run("alter role current_user in database \"" +
                          Sql{database.url()}.rows("select current_database()") +
                          "\" set search_path = nowhere");
  CHECK(try_init(database.url()).code() == ErrorCode::schema_missing);
}

TEST_CASE("a schema may have any name", "[postgres]") {
  const Database database;
  const auto* name =
      GENERATE("UPPER and space", R"(a "quoted" 'name')", "Ünïcödé 表 🧵", R"(back\slash)",
               "$botstore$", "{schema} {quote}", "a;b--c/*d", " ", "%s {} $1");
  CHECK(database.init({.schema = name}) == name);
  CHECK(database.init({.schema = name, .mode = SchemaMode::verify}) == name);
  Sql sql{database.url()};
  const auto schema = quote_name(name);
  sql.run("select " + schema +
          ".save_or_update_history_and_contact('r', 'k', 'a', 's', '1', '{}')");
  CHECK(sql.rows("select count(*) from " + schema + ".history") == "1");
  CHECK(sql.rows("select count(*) from pg_namespace where nspname !~ '^pg_'") == "3");
}

TEST_CASE("schemas beside each other do not meet", "[postgres]") {
  const Database database;
  database.init({.schema = "one"});
  database.init({.schema = "two"});
  Sql{database.url()}.run("drop schema one cascade");
  CHECK(database.init({.schema = "two", .mode = SchemaMode::verify}) == "two");
}

TEST_CASE("a role that may not create passes where the schema is current", "[postgres]") {
  Database database;
  database.init({.schema = "bot"});
  const auto role = database.add_role();
  Sql{database.url()}.run("grant usage on schema bot to " + role +
                          "; grant select, insert, update, delete on all tables in schema bot to " +
                          role);
  const auto done = try_init(database.url_of(role), {.schema = "bot"});
  CHECK_FALSE(done.error);
  CHECK(done.statements.size() == 2);
  CHECK(count_ddl(done.statements) == 0);
}

TEST_CASE("a role that may not create is told the SQL that is needed", "[postgres]") {
  Database database;
  const auto role = database.add_role();
  Sql sql{database.url()};
  SECTION("without the schema") {}
  SECTION("with the schema") {
    sql.run("create schema bot; grant usage on schema bot to " + role);
  }

  const auto refused = try_init(database.url_of(role), {.schema = "bot"});
  REQUIRE(refused.code() == ErrorCode::permission_denied);
  CHECK(refused.error->sqlstate() == "42501");
  CHECK(sql.rows("select count(*) from pg_class where relname = 'threads'") == "0");

  sql.run(refused.script());
  sql.run("grant usage on schema bot to " + role +
          "; grant select on all tables in schema bot to " + role);
  CHECK_FALSE(try_init(database.url_of(role), {.schema = "bot"}).error);
}

TEST_CASE("verify changes nothing and tells the SQL that is needed", "[postgres]") {
  const Database database;
  const SchemaGoal verify{.schema = "bot", .mode = SchemaMode::verify};
  const auto missing = try_init(database.url(), verify);
  REQUIRE(missing.code() == ErrorCode::schema_missing);
  CHECK(count_ddl(missing.statements) == 0);
  CHECK(missing.statements.size() == 1);

  Sql{database.url()}.run(missing.script());
  CHECK_FALSE(try_init(database.url(), verify).error);
}

TEST_CASE("verify tells the SQL for an index that is missing", "[postgres]") {
  const Database database;
  database.init({.schema = "bot", .resource_index = false});
  const SchemaGoal verify{.schema = "bot", .mode = SchemaMode::verify};
  const auto outdated = try_init(database.url(), verify);
  REQUIRE(outdated.code() == ErrorCode::schema_outdated);
  CHECK(count_ddl(outdated.statements) == 0);
  CHECK(outdated.script().find("create index concurrently messages_by_resource") !=
        std::string::npos);
}

TEST_CASE("with the mode none nothing is looked at", "[postgres]") {
  const Database database;
  const auto done = try_init(database.url(), {.schema = "bot", .mode = SchemaMode::none});
  CHECK_FALSE(done.error);
  CHECK(done.statements.empty());
}

TEST_CASE("a newer schema is refused unless it says that we can read it", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run("insert into botstore_schema values (2, 1), (3, 2)");
  const auto mode = GENERATE(SchemaMode::migrate, SchemaMode::verify);
  const auto refused = try_init(database.url(), {.mode = mode});
  CHECK(refused.code() == ErrorCode::schema_too_new);
  CHECK(count_ddl(refused.statements) == 0);

  sql.run("delete from botstore_schema where version = 3; drop index messages_by_resource");
  const auto passed = try_init(database.url(), {.mode = mode});
  CHECK_FALSE(passed.error);
  CHECK(count_ddl(passed.statements) == 0);
}

TEST_CASE("others' tables of our names are refused and left alone", "[postgres]") {
  const Database database;
  Sql sql{database.url()};
  const auto* relation = GENERATE("create table contact (id serial, phone varchar(255))",
                                  "create view threads as select 1", "create sequence metadata",
                                  "create table botstore_builds (id int)");
  sql.run(relation);
  const auto mode = GENERATE(SchemaMode::migrate, SchemaMode::verify);
  const auto refused = try_init(database.url(), {.mode = mode});
  REQUIRE(refused.code() == ErrorCode::already_exists);
  CHECK(std::string{refused.error->hint()}.find("Name a schema") != std::string::npos);
  CHECK(count_ddl(refused.statements) == 0);
  CHECK_FALSE(try_init(database.url(), {.schema = "bot"}).error);
}

TEST_CASE("an index of others' with a name of ours is refused", "[postgres]") {
  const Database database;
  Sql sql{database.url()};
  sql.run("create table mine (id int); create index history_by_phone on mine (id)");
  CHECK(try_init(database.url()).code() == ErrorCode::already_exists);
  CHECK(tables_in(database, "public") == "1");
}

TEST_CASE("a schema that lost a table is reported", "[postgres]") {
  const Database database;
  database.init();
  Sql{database.url()}.run("drop table history");
  const auto refused = try_init(database.url());
  REQUIRE(refused.code() == ErrorCode::corrupt);
  CHECK(std::string{refused.error->what()}.find("history") != std::string::npos);
}

TEST_CASE("a database that is not UTF-8 is refused", "[postgres]") {
  const Database database{"encoding 'SQL_ASCII' locale 'C' template template0"};
  const auto code = [&]() -> std::optional<ErrorCode> {
    try {
      database.init();
    } catch (const Error& error) {
      return error.code();
    }
    return std::nullopt;
  }();
  CHECK(code == ErrorCode::unsupported);
}

TEST_CASE("an upgrade keeps what is stored, and runs once", "[postgres]") {
  const Database database;
  database.init({.schema = "bot"});
  Sql sql{database.url()};
  sql.run("insert into bot.resources values ('r', null, '{}', now(), now(), 1)");

  static constexpr std::array<std::string_view, 1> add_column{
      "alter table {schema}.resources add column note text"};
  const std::array migrations{
      all_migrations().front(),
      Migration{.version = 2, .readable_from = 1, .statements = add_column}};
  const auto outdated = try_init(
      database.url(), {.schema = "bot", .mode = SchemaMode::verify, .migrations = migrations});
  REQUIRE(outdated.code() == ErrorCode::schema_outdated);
  CHECK(outdated.script().find("add column note") != std::string::npos);
  CHECK(outdated.script().find("create table") == std::string::npos);

  const SchemaGoal goal{.schema = "bot", .migrations = migrations};
  CHECK(count_ddl(try_init(database.url(), goal).statements) == 1);
  CHECK(count_ddl(try_init(database.url(), goal).statements) == 0);
  CHECK(sql.rows("select id, note from bot.resources") == "r|");
  CHECK(sql.rows("select version, readable_from from bot.botstore_schema order by 1") ==
        "1|1\n2|1");

  // The older library goes on with it.
  CHECK_FALSE(try_init(database.url(), {.schema = "bot"}).error);
}

TEST_CASE("statements need not be prepared for init", "[postgres]") {
  const Database database;
  CHECK_FALSE(try_init(database.url() + "&prepared_statements=false").error);
  CHECK_FALSE(
      try_init(database.url() + "&prepared_statements=false", {.mode = SchemaMode::verify}).error);
}

TEST_CASE("a migration sees what was committed, whatever the role's isolation is", "[postgres]") {
  Database database;
  const auto role = database.add_role();
  Sql{database.url()}.run("create schema bot authorization " + role + "; alter role " + role +
                          " set default_transaction_isolation = 'serializable'");
  static constexpr std::array<std::string_view, 1> check{
      "select 1 / (current_setting('transaction_isolation') = 'read committed')::int"};
  const std::array migrations{all_migrations().front(),
                              Migration{.version = 2, .readable_from = 1, .statements = check}};
  CHECK_FALSE(try_init(database.url_of(role), {.schema = "bot", .migrations = migrations}).error);
}
