#include <string>

#include "tests/catch.hpp"
#include "tests/tools/support/builderbot.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tests/tools/support/program.hpp"
#include "tools/from/source.hpp"

namespace botstore::tools::testing {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("adopt shows what it will do, asks, and tells for how long nobody could use the tables") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  const auto dry =
      run({"adopt", "--source", database.url(), "--zone", "America/Bogota", "--dry-run"});
  CHECK(dry.status == 0);
  CHECK(has(dry.out,
            "-- 7 contacts, 1 of which share a phone with a newer one and are set aside; "
            "4 history entries; times are read in America/Bogota\nbegin;\n"));
  CHECK(run({"init", "--store", database.url()}).status == 1);

  // Nobody is there to be asked.
  CHECK(run({"adopt", "--source", database.url()}).status == 2);
  CHECK(database.run("select count(*) from contact") == "7");

  const auto adopted = run({"adopt", "--source", database.url(), "--zone", "UTC", "--yes"});
  CAPTURE(adopted.error);
  CHECK(adopted.status == 0);
  CHECK(has(adopted.out,
            "adopted 6 contacts and 4 history entries\n"
            "3 rows are in the table contact_set_aside as they were\n"
            "nobody else could use the tables for 0."));
  CHECK(run({"init", "--store", database.url()}).status == 0);
}

TEST_CASE("a lock timeout below a millisecond is one") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  from::Source other{database.url()};
  static_cast<void>(other.query("begin"));
  static_cast<void>(other.query("select 1 from contact"));
  const auto refused = run({"adopt", "--source", database.url(), "--lock-timeout", "0.0004",
                            "--timeout", "60", "--yes"});
  CHECK(refused.status == 1);
}

TEST_CASE("what adopt prints is a script that adopts") {
  PostgresDatabase database;
  database.run(std::string{builderbot_start});
  database.run(std::string{builderbot_rows});
  database.run(run({"adopt", "--source", database.url(), "--dry-run"}).out);
  CHECK(run({"init", "--store", database.url()}).status == 0);
  CHECK(database.run("select count(*) from contact") == "6");
}

}  // namespace botstore::tools::testing
