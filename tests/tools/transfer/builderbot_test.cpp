#include "tests/tools/support/builderbot.hpp"

#include <string>

#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tools/from/adopt.hpp"
#include "tools/from/builderbot.hpp"

namespace botstore::from {

using tools::testing::builderbot_rows;
using tools::testing::builderbot_start;
using tools::testing::PostgresDatabase;

TEST_CASE("BuilderBot's rows come over into every backend, with the times of their zone") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  for (const auto& backend : tools::testing::backends()) {
    CAPTURE(backend);
    const auto place = tools::testing::new_place(backend);
    const auto store = place->open();
    BuilderbotReport imported;
    for (int i = 0; i < 2; ++i)
      imported =
          import_from_builderbot(*store, {.source = database.url(), .zone = "America/Bogota"});
    CHECK(imported.zone == "America/Bogota");
    CHECK(describe(imported.report.tally) == "6 contacts, 4 history entries");

    const auto winner = store->get_contact("+571");
    REQUIRE(winner);
    CHECK(winner->id == 3);
    CHECK(winner->values == Json::parse(R"({"name": "new"})"));
    CHECK(format_time(winner->created_at) == "2026-01-05T13:00:01Z");
    CHECK(format_time(*winner->updated_in) == "2026-02-01T05:00:00Z");
    CHECK_FALSE(winner->last_interaction);
    CHECK(store->get_contact("+572")->values == Json::object({}));
    CHECK(store->get_contact("+576")->values == Json::parse(R"({"value": [1]})"));
    CHECK(format_time(store->get_contact("+577")->created_at) == "2026-01-09T13:00:00Z");
    std::vector<std::int64_t> phoneless;
    for (const auto& contact :
         store->list_contacts({.order_by = ContactOrder::id, .direction = Direction::ascending})
             .items)
      if (!contact.phone) phoneless.push_back(contact.id);
    CHECK(phoneless == std::vector<std::int64_t>{4, 5});

    const auto history = store->list_history().items;
    REQUIRE(history.size() == 4);
    const auto of_phone = store->list_history({.phone = "+571"}).items;
    REQUIRE(of_phone.size() == 2);
    CHECK(of_phone[0].contact_id == 3);
    CHECK(of_phone[0].keyword == "hi");
    CHECK(of_phone[0].options == Json::parse(R"({"a": 1})"));
    CHECK(format_time(of_phone[0].created_at) == "2026-01-05T13:00:00.5Z");
    CHECK(format_time(store->list_history({.phone = "+572"}).items.at(0).created_at) ==
          "1970-01-01T00:00:00Z");
    CHECK(store->list_history({.contact_id = 4}).items.size() == 1);

    std::string text;
    for (const auto& line : describe(imported.report)) text += line + '\n';
    CAPTURE(text);
    CHECK(text.find("1 (contact 1 of contact 3)") != std::string::npos);
    CHECK(text.find("1 (contact 6)") != std::string::npos);
    CHECK(text.find("2 (contact 7, history entry 4)") != std::string::npos);
  }
}

TEST_CASE("times about a change of the clocks are the same by an import and by an adoption") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(
      "insert into contact (phone, created_at) values "
      "('before', '2026-03-08 01:59:59'), ('lost hour', '2026-03-08 02:30:00'), "
      "('after', '2026-03-08 03:00:00'), ('once', '2026-11-01 00:59:59'), "
      "('twice', '2026-11-01 01:30:00'), ('behind', '2026-11-01 02:00:00')");
  const auto imported = tools::testing::new_memory_store();
  static_cast<void>(
      import_from_builderbot(*imported, {.source = database.url(), .zone = "America/New_York"}));
  static_cast<void>(adopt({.source = database.url(), .zone = "America/New_York"}));
  const auto adopted = botstore::open(database.url());
  for (auto* const store : {imported.get(), adopted.get()}) {
    const auto time = [&](const char* phone) {
      return format_time(store->get_contact(phone).value().created_at);
    };
    CHECK(time("before") == "2026-03-08T06:59:59Z");
    CHECK(time("lost hour") == "2026-03-08T07:30:00Z");
    CHECK(time("after") == "2026-03-08T07:00:00Z");
    CHECK(time("once") == "2026-11-01T04:59:59Z");
    CHECK(time("twice") == "2026-11-01T06:30:00Z");
    CHECK(time("behind") == "2026-11-01T07:00:00Z");
  }
}

TEST_CASE("a row of BuilderBot's that no store takes is named") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  const auto complaint = [&] {
    const auto store = tools::testing::new_memory_store();
    try {
      static_cast<void>(import_from_builderbot(*store, {.source = database.url()}));
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::corrupt);
      return std::string{error.what()};
    }
    throw std::runtime_error{"it should have failed"};
  };
  database.run("update history set created_at = 'infinity' where id = 3");
  CHECK(complaint().starts_with("the source: history, row \"3\": "));
  database.run("update history set created_at = null where id = 3");
  database.run("update contact set phone = E'\u00a0' where id = 2");
  CHECK(complaint().starts_with("the source: contact, row \"2\": restore: contacts["));
}

TEST_CASE("without a zone BuilderBot's times are read in that of its database") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  database.run("alter database " + database.run("select current_database()") +
               " set timezone to 'Asia/Kolkata'");
  const auto place = tools::testing::new_place("memory");
  const auto store = place->open();
  const auto imported = import_from_builderbot(*store, {.source = database.url()});
  CHECK(imported.zone == "Asia/Kolkata");
  CHECK(format_time(store->get_contact("+571")->created_at) == "2026-01-05T02:30:01Z");
}

TEST_CASE("an import from BuilderBot changes nothing there, and takes no store for one") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  const auto before = database.run("select * from contact order by id") +
                      database.run("select * from history order by id");
  const auto place = tools::testing::new_place("memory");
  const auto store = place->open();
  static_cast<void>(import_from_builderbot(*store, {.source = database.url()}));
  CHECK(database.run("select * from contact order by id") +
            database.run("select * from history order by id") ==
        before);
  const auto ours = tools::testing::new_place("postgres");
  ours->open();
  try {
    static_cast<void>(import_from_builderbot(*store, {.source = ours->url()}));
    FAIL("it should have been refused");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::already_exists);
  }
}

}  // namespace botstore::from
