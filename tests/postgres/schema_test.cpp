#include <cstdio>
#include <string>

#include "botstore/error.hpp"
#include "botstore/postgres_schema.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"

using namespace botstore;
using namespace botstore::postgres;
using namespace botstore::postgres::testing;

namespace {

/// All that the catalogue tells of a schema, as text.
std::string catalogue(const Database& database, const std::string& schema) {
  Sql sql{database.url()};
  const auto where = "'" + schema + "'::regnamespace";
  return sql.rows(
             "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), "
             "       a.attnotnull, a.attgenerated, a.attcollation::regcollation, "
             "       pg_get_expr(d.adbin, d.adrelid) "
             "  from pg_class c join pg_attribute a on a.attrelid = c.oid "
             "  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum "
             " where c.relnamespace = " +
             where +
             " and a.attnum > 0 "
             "   and c.relkind in ('r', 'v', 'm', 'p', 'f') "
             " order by c.relname, a.attnum") +
         sql.rows(
             "select pg_get_indexdef(indexrelid), indisvalid, indisready from pg_index "
             "  join pg_class c on c.oid = indrelid where c.relnamespace = " +
             where + " order by 1") +
         sql.rows(
             "select conrelid::regclass, conname, pg_get_constraintdef(oid) "
             "  from pg_constraint where connamespace = " +
             where + " order by 1, 2") +
         sql.rows("select pg_get_functiondef(oid) from pg_proc where pronamespace = " + where +
                  " order by 1") +
         sql.rows("select relname, relkind, reloptions from pg_class where relnamespace = " +
                  where + " order by 1") +
         sql.rows("select version, readable_from from " + schema + ".botstore_schema order by 1");
}

/// Hands a script to psql, as an administrator would.
int psql(const Database& database, const std::string& script) {
  const auto command = "psql -X -q -v ON_ERROR_STOP=1 '" + database.url() + "' >/dev/null 2>&1";
  FILE* pipe = popen(command.c_str(), "w");
  REQUIRE(pipe != nullptr);
  REQUIRE(std::fwrite(script.data(), 1, script.size(), pipe) == script.size());
  return pclose(pipe);
}

/// What keeps threads from being distributed by their id, and messages and metadata by thread_id
/// beside them: a key without that column, a foreign key that leaves it out or sets it to null, a
/// trigger.
std::string undistributable(Sql& sql) {
  return sql.rows(
      "with distributed (name, by) as (values ('threads', 'id'), ('messages', 'thread_id'), "
      "                                       ('metadata', 'thread_id')), "
      "tables as (select c.oid, d.name, a.attnum "
      "             from distributed d join pg_class c on c.relname = d.name "
      "             join pg_attribute a on a.attrelid = c.oid and a.attname = d.by) "
      "select t.name, i.indexrelid::regclass::text "
      "  from pg_index i join tables t on t.oid = i.indrelid "
      " where (i.indisunique or i.indisexclusion) "
      "   and t.attnum <> all ((i.indkey::int2[])[:i.indnkeyatts - 1]) "
      "union all "
      "select t.name, k.conname "
      "  from pg_constraint k join tables t on t.oid = k.conrelid "
      " where k.contype = 'f' "
      "   and (k.confdeltype not in ('c', 'a') or k.confupdtype <> 'a' "
      "        or not exists (select from unnest(k.conkey, k.confkey) as pair (ours, theirs), "
      "                                   tables r "
      "                        where r.oid = k.confrelid "
      "                          and pair.ours = t.attnum and pair.theirs = r.attnum)) "
      "union all "
      "select t.name, g.tgname from pg_trigger g join tables t on t.oid = g.tgrelid "
      " where not g.tgisinternal "
      "order by 1, 2");
}

}  // namespace

TEST_CASE("the exported script makes what init makes", "[postgres]") {
  const bool resource_index = GENERATE(true, false);
  const Database by_init;
  const Database by_script;
  by_init.init({.schema = "bot", .resource_index = resource_index});
  REQUIRE(psql(by_script, postgres_schema_sql("bot", resource_index)) == 0);

  const auto made = catalogue(by_init, "bot");
  CHECK(catalogue(by_script, "bot") == made);
  CHECK((made.find("messages_by_resource") != std::string::npos) == resource_index);
  CHECK(by_script.init(
            {.schema = "bot", .mode = SchemaMode::verify, .resource_index = resource_index}) ==
        "bot");
}

TEST_CASE("the exported script leaves nothing behind if it fails", "[postgres]") {
  const Database database;
  Sql sql{database.url()};
  sql.run("create schema bot; create table bot.history (id int)");
  CHECK(psql(database, postgres_schema_sql("bot")) != 0);
  CHECK(sql.rows("select count(*) from pg_class where relnamespace = 'bot'::regnamespace") == "1");
}

TEST_CASE("the exported script is refused for a name that PostgreSQL would cut", "[postgres]") {
  const auto code_for = [](const std::string& schema) {
    try {
      static_cast<void>(postgres_schema_sql(schema));
    } catch (const Error& error) {
      CHECK(error.field() == "schema");
      return error.code();
    }
    return ErrorCode::closed;
  };
  CHECK(code_for(std::string(64, 'x')) == ErrorCode::invalid_argument);
  CHECK(code_for("") == ErrorCode::invalid_argument);
  CHECK(code_for(std::string(63, 'x')) == ErrorCode::closed);
}

TEST_CASE("threads, messages and metadata can be distributed by thread", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  CHECK(undistributable(sql).empty());

  // The check sees what would be wrong.
  const auto wrong = [&](const std::string& ddl) {
    sql.run("begin; " + ddl);
    auto seen = undistributable(sql);
    sql.run("rollback");
    return seen;
  };
  CHECK(wrong("create unique index wrong on messages (id)") == "messages|wrong");
  CHECK(wrong("create unique index wrong on metadata (key) include (thread_id)") ==
        "metadata|wrong");
  CHECK(wrong("create unique index wrong on threads (resource_id, created_at)") == "threads|wrong");
  CHECK(wrong("alter table metadata add constraint wrong foreign key (key) references resources") ==
        "metadata|wrong");
  CHECK(wrong("alter table messages add constraint wrong foreign key (resource_id) "
              "references threads") == "messages|wrong");
  CHECK(wrong("alter table messages add constraint wrong foreign key (thread_id) "
              "references threads on delete set null") == "messages|wrong");
  CHECK(wrong("create trigger wrong before update on messages for each row "
              "execute function suppress_redundant_updates_trigger()") == "messages|wrong");
}

TEST_CASE("every table has a primary key, so that it can be replicated", "[postgres]") {
  const Database database;
  database.init();
  CHECK(Sql{database.url()}.rows(
            "select relname from pg_class t where relkind = 'r' "
            "   and relnamespace = 'public'::regnamespace "
            "   and not exists (select from pg_constraint where conrelid = t.oid "
            "                      and contype = 'p')") == "");
}

TEST_CASE("every name of the allowed length fits into every index", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  // Random digits, which do not compress.
  sql.run(
      "create function long_name(bytes int) returns text language sql volatile as "
      "$$ select left(string_agg(md5(random()::text || i), ''), bytes) "
      "     from generate_series(1, 32) i $$");
  sql.run(
      "insert into threads select long_name(1024), long_name(1024), 't', '{}', now(), now(), "
      "null, null, 1, 1");
  sql.run(
      "insert into messages select long_name(1024), id, resource_id, 'user', 'text', '1', "
      "'{}', now(), 1, 1 from threads");
  sql.run(
      "insert into metadata select thread_id, id, long_name(512), '1', now(), 1 "
      "from messages");
  sql.run("insert into contact (phone) values (long_name(255))");
  sql.run(
      "insert into history (ref, keyword, answer, refserialize, phone, contact_id, entry_key) "
      "select long_name(1024), long_name(1024), 'a', 'r', phone, id, long_name(255) "
      "from contact");
  CHECK(sql.rows("select count(*) from metadata") == "1");
}

TEST_CASE("a thread's deletion leaves nothing of it", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run(
      "insert into threads values ('t', 'r', '', '{}', now(), now(), null, null, 1, 1);"
      "insert into messages values ('m', 't', 'r', 'user', 'text', '1', '{}', now(), 1, 1);"
      "insert into metadata values ('t', '', 'k', '1', now(), 1), "
      "('t', 'm', 'k', '1', now(), 1)");
  CHECK(sql.error_of("insert into metadata values ('t', 'x', 'k', '1', now(), 1)") != "");
  SECTION("a message's values go with the message alone") {
    sql.run("delete from messages");
    CHECK(sql.rows("select message_id from metadata") == "");
    CHECK(sql.rows("select count(*) from metadata") == "1");
  }
  SECTION("all go with the thread") {
    sql.run("delete from threads");
    CHECK(sql.rows("select count(*) from messages union all select count(*) from metadata") ==
          "0\n0");
  }
}

TEST_CASE("a contact's history stays when the contact is deleted", "[postgres]") {
  const Database database;
  database.init();
  Sql sql{database.url()};
  sql.run(
      "insert into contact (phone) values ('1');"
      "insert into history (ref, answer, refserialize, phone, contact_id) "
      "values ('r', 'a', 's', '1', 1);"
      "delete from contact");
  CHECK(sql.rows("select phone, contact_id is null from history") == "1|t");
}
