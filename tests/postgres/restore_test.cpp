#include <cstdint>
#include <thread>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/moved.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using botstore::testing::moved_contact;
using botstore::testing::moved_entry;
using botstore::testing::moved_resource;
using testing::error_of;
using testing::Observer;

struct Restored {
  std::string schema = testing::unique_name("restored");
  PostgresStore store{
      {.connection_string = testing::server_url() + "?application_name=restored&schema=" + schema}};

  Restored() { store.init(); }
};

}  // namespace

TEST_CASE("an id that PostgreSQL's column does not hold is Unsupported, and nothing is stored") {
  Restored restored;
  auto& store = restored.store;
  constexpr std::int64_t largest = INT32_MAX;
  const auto refused = [&](StoredRows rows) {
    rows.resources.push_back(moved_resource("r"));
    const auto error = error_of([&] { store.restore(rows); });
    CHECK(error.code() == ErrorCode::unsupported);
    CHECK_FALSE(error.retryable());
    CHECK(std::string{error.what()}.find("2147483648") != std::string::npos);
    CHECK_FALSE(store.get_resource("r"));
  };
  refused({.contacts = {moved_contact(largest + 1, "+1")}});
  refused({.history = {moved_entry(largest + 1, "e1")}});
  store.restore({.contacts = {moved_contact(largest, "+1")}});
  CHECK(store.get_contact("+1")->id == largest);
}

TEST_CASE("a restore never takes the numbers of new rows back") {
  Restored restored;
  Observer{}.ask("select setval('" + restored.schema + ".contact_id_seq', 1000), setval('" +
                 restored.schema + ".history_id_seq', 2000)");
  restored.store.restore(
      {.contacts = {moved_contact(5, "+1")}, .history = {moved_entry(6, "e1", "+1")}});
  CHECK(restored.store.save_contact({.phone = "+2"}).id == 1001);
  CHECK(restored.store.save_history({.ref = "r", .phone = "+2"}).id == 2001);
}

TEST_CASE("a restore waits for a contact that somebody else is saving, and gives way to it") {
  Restored restored;
  Observer other;
  other.ask("begin");
  other.ask("insert into " + restored.schema + ".contact (phone) values ('+9')");
  const std::jthread committer{[&] {
    Observer{}.wait_until(
        "select exists (select from pg_stat_activity where application_name = 'restored' and "
        "wait_event_type = 'Lock')");
    other.ask("commit");
  }};
  restored.store.restore({.contacts = {moved_contact(1, "+1")}});
  const auto theirs = restored.store.get_contact("+9")->id;
  CHECK(theirs == 1);
  CHECK(restored.store.get_contact("+1")->id > theirs);
}

}  // namespace botstore::postgres
