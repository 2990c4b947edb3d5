#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>

#include "botstore/open.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tests/tools/support/program.hpp"
#include "tests/tools/support/rows.hpp"
#include "tools/transfer/verify.hpp"

/// \file
/// The commands of docs/backup.md.

namespace botstore::tools::testing {

namespace {

void require_command(const std::string& command) {
  CAPTURE(command);
  REQUIRE(std::system(command.c_str()) == 0);
}

/// True if every row of the backup is in the store as it is in the backup.
bool is_part_of(Storage& backup, Storage& store) {
  return transfer::compare(backup, store, [](std::uint64_t) {}, {}).same();
}

}  // namespace

TEST_CASE("a store in a schema of its own is dumped and restored by that schema") {
  const PostgresDatabase database;
  const PostgresDatabase other;
  const auto store = botstore::open(database.url() + "?schema=dialogues");
  store->init();
  fill(*store);
  const Folder folder;
  const auto dump = folder.file("dialogues.dump");
  require_command("pg_dump --format=custom --schema=dialogues --file='" + dump + "' '" +
                  database.url() + "'");
  require_command("pg_restore --exit-on-error --no-owner --dbname='" + other.url() + "' '" + dump +
                  "'");

  const auto restored = botstore::open(other.url() + "?schema=dialogues&schema_mode=verify");
  restored->init();
  CHECK(is_part_of(*restored, *store));
  CHECK(is_part_of(*store, *restored));
  // Numbers go on behind those of the dump.
  CHECK(restored->save_contact({.phone = "new"}).id > store->get_contact("+1555010")->id);
  CHECK(other.run("select dialogues.save_or_update_contact('other', '{}')").empty());
}

TEST_CASE("SQLite's online backup of a store in use is a store of one moment") {
  const Folder folder;
  const auto path = folder.file("bot.db");
  const auto store = botstore::open("sqlite:" + path);
  store->init();
  fill(*store);
  std::atomic<bool> stop = false;
  std::atomic<int> saved = 0;
  std::thread writer{[&] {
    while (!stop) {
      store->save_message({.thread_id = "small-1", .role = "user"});
      ++saved;
    }
  }};
  while (saved == 0) std::this_thread::yield();
  const auto backup = folder.file("backup.db");
  const int status = std::system(("sqlite3 '" + path + "' \".backup '" + backup + "'\"").c_str());
  stop = true;
  writer.join();
  REQUIRE(status == 0);

  const auto restored = botstore::open("sqlite:" + backup);
  restored->init();
  CHECK(restored->get_thread("large"));
  CHECK(restored->save_message({.thread_id = "small-2", .role = "user"}).sequence == 1);
  CHECK(restored->delete_thread("small-1"));
  CHECK(restored->delete_thread("small-2"));
  CHECK(is_part_of(*restored, *store));
}

TEST_CASE("the nightly export of the page works in a shell") {
  const auto place = new_place("sqlite");
  fill(*place->open());
  const Folder folder;
  const auto file = folder.file("2026-03-01.ndjson");
  require_command("f='" + file + "'; export BOTSTORE_URL='" + place->url() +
                  "'; " BOTSTORE_PROGRAM " export --output \"$f\" >" + folder.file("out") +
                  " && gzip -f \"$f\"");
  const auto target = new_place("sqlite");
  require_command("zcat '" + file + ".gz' | " BOTSTORE_PROGRAM " import --store '" + target->url() +
                  "' >" + folder.file("out"));
  CHECK(is_part_of(*place->open(), *target->open()));
  CHECK(is_part_of(*target->open(), *place->open()));
}

}  // namespace botstore::tools::testing
