#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "botstore/sqlite.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/findings.hpp"
#include "tests/tools/support/store.hpp"

namespace botstore::tools::testing {

namespace {

void execute(const std::string& path, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(path.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database{opened, &sqlite3_close};
  REQUIRE(code == SQLITE_OK);
  INFO(sql);
  REQUIRE(sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

/// A store whose file the test damages.
class Patient {
 public:
  void execute(const std::string& sql) const { testing::execute(file(), sql); }
  [[nodiscard]] std::string file() const { return store_.folder().file("bot.db"); }
  [[nodiscard]] Examination examine() const { return Examination{store_.run("doctor --json")}; }
  [[nodiscard]] const Store& store() const noexcept { return store_; }

 private:
  Store store_;
};

}  // namespace

TEST_CASE("doctor finds nothing wrong with a good SQLite store, and changes nothing") {
  const Patient patient;
  const auto result = patient.store().run("doctor");
  CHECK(result.status == 0);
  CHECK(result.out.find("fault") == std::string::npos);
  for (const char* check : {"rights", "disk", "integrity", "schema", "encoding", "journal",
                            "indexes", "tables", "clock"})
    CHECK(patient.examine().level_of(check) == "good");
  const Folder folder;
  CHECK(run({"--store", "sqlite:" + folder.file("none.db"), "doctor"}).status == 4);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("doctor says what to do where there is no SQLite store yet") {
  const Folder folder;
  const Examination no_file{run({"--store", "sqlite:" + folder.file("no.db"), "doctor", "--json"})};
  CHECK(no_file.status == 4);
  CHECK(no_file.mend_of("file") == "Run: botstore init");
  const Examination no_folder{
      run({"--store", "sqlite:" + folder.file("no/bot.db"), "doctor", "--json"})};
  CHECK(no_folder.mend_of("file") == "Run: mkdir -p '" + folder.file("no") + "'");
  std::ofstream{folder.file("empty.db")}.close();
  const Examination empty{
      run({"--store", "sqlite:" + folder.file("empty.db"), "doctor", "--json"})};
  CHECK(empty.mend_of("schema") == "Run: botstore init");
}

TEST_CASE("doctor says when it cannot look for the file") {
  const Folder folder;
  std::filesystem::create_symlink("loop.db", folder.file("loop.db"));
  const Examination found{run({"--store", "sqlite:" + folder.file("loop.db"), "doctor", "--json"})};
  CHECK(found.status == 4);
  CHECK(found.says_of("file").find("cannot be looked for: ") != std::string::npos);
}

TEST_CASE("doctor finds any table that is missing") {
  for (const char* table : {"threads", "messages", "botstore_schema"}) {
    CAPTURE(table);
    const Patient patient;
    patient.execute(std::string{"pragma foreign_keys = off; drop table "} + table);
    const auto found = patient.examine();
    CHECK(found.status == 4);
    CHECK(found.says_of("tables").find(std::string{"table "} + table + " is missing") !=
          std::string::npos);
    CHECK(patient.store().run("status").status == 0);
  }
}

TEST_CASE("doctor ends at its --timeout") {
  const Patient patient;
  patient.execute(
      "insert into resources select printf('r%d', n), null, '{}', 1, 1, 1 from ("
      "with recursive numbers (n) as (select 1 union all select n + 1 from numbers"
      " where n < 20000) select n from numbers)");
  const auto result = patient.store().run("doctor --timeout 0.001");
  CHECK(result.status == 4);
  CHECK(result.out.find("interrupted") != std::string::npos);
}

TEST_CASE("doctor finds an index that is missing, and its mend works") {
  const Patient patient;
  patient.execute("drop index threads_by_created");
  const auto found = patient.examine();
  CHECK(found.status == 4);
  CHECK(found.says_of("indexes") == "threads_by_created is missing");
  const auto mend = found.mend_of("indexes");
  patient.execute(mend.substr(mend.find(": ") + 2));
  CHECK(patient.examine().status == 0);
}

TEST_CASE("doctor finds tables that were changed") {
  const Patient patient;
  patient.execute("drop table history; alter table contact add note text");
  CHECK(patient.examine().says_of("tables") == "table contact differs, table history is missing");
}

TEST_CASE("doctor finds tables of a newer library") {
  const Patient patient;
  patient.execute("insert into botstore_schema values (99, 99)");
  const auto found = patient.examine();
  CHECK(found.status == 4);
  CHECK(found.mend_of("schema") == "Update botstore.");
}

TEST_CASE("doctor finds a file of another program") {
  const Folder folder;
  execute(folder.file("other.db"), "create table t (a)");
  const Examination other{
      run({"--store", "sqlite:" + folder.file("other.db"), "doctor", "--json"})};
  CHECK(other.status == 4);
  CHECK(other.says_of("schema").find("another program") != std::string::npos);
  std::ofstream{folder.file("text.db")} << std::string(4096, 'x');
  const Examination text{run({"--store", "sqlite:" + folder.file("text.db"), "doctor", "--json"})};
  CHECK(text.status == 4);
  CHECK(text.level_of("file") == "fault");
}

TEST_CASE("doctor finds a damaged file") {
  const Patient patient;
  {
    const auto writer = patient.store().open();
    writer->save_thread({.id = "t", .resource_id = "ada"});
    for (int i = 0; i < 200; ++i)
      writer->save_message({.thread_id = "t", .role = "user", .content = Json::number(i)});
  }
  patient.execute("pragma wal_checkpoint(truncate)");
  {
    std::fstream file{patient.file(), std::ios::in | std::ios::out | std::ios::binary};
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(patient.file()));
    file.seekp(size / 2);
    for (std::streamoff i = size / 2; i < size; ++i) file.put('\x55');
  }
  const auto found = patient.examine();
  CHECK(found.status == 4);
  CHECK(found.all.find(".recover") != std::string::npos);
}

TEST_CASE("doctor finds a journal that makes readers wait, rows without owners, and odd clocks") {
  const Patient patient;
  patient.store().open()->save_thread({.id = "t", .resource_id = "ada"});
  patient.execute(
      "pragma journal_mode = delete; pragma foreign_keys = off;"
      "insert into messages values ('m', 'nowhere', 'ada', 'user', 'text', '{}', 1, 1, 1, '1');"
      "update threads set updated_at = 9999999999999999");
  const auto found = patient.examine();
  CHECK(found.status == 4);
  CHECK(found.mend_of("journal") == "Run: botstore init");
  CHECK(found.all.find("1 rows hang on a row that is not there") != std::string::npos);
  CHECK(found.level_of("clock") == "note");
  CHECK(patient.store().run("init").status == 0);
  CHECK(patient.examine().level_of("journal") == "good");
}

TEST_CASE("schema prints what init makes in a file") {
  const Folder folder;
  const auto printed = run({"--store", "sqlite:unused.db", "schema"}, {.folder = folder.path()});
  CHECK(printed.status == 0);
  CHECK(printed.out == sqlite::sqlite_schema_sql());
  CHECK(std::filesystem::is_empty(folder.path()));
  const Folder made;
  execute(made.file("made.db"), printed.out + "pragma journal_mode = wal");
  const auto url = "sqlite:" + made.file("made.db");
  CHECK(run({"--store", url, "doctor"}).status == 0);
  CHECK(run({"--store", url, "schema", "--diff"}).status == 0);
}

TEST_CASE("schema --diff shows what is missing, what differs and what was added") {
  const Patient patient;
  CHECK(patient.store().run("schema --diff").out == "The schema is what this library makes.\n");
  patient.execute("create index mine on threads (title)");
  CHECK(patient.store().run("schema --diff").status == 0);
  patient.execute("drop index threads_by_created");
  const auto diff = patient.store().run("schema --diff");
  CHECK(diff.status == 4);
  CHECK(diff.out ==
        "index threads_by_created is missing\n"
        "-CREATE INDEX threads_by_created on threads (created_at, id)\n"
        "index mine was added\n"
        "+CREATE INDEX mine on threads (title)\n");
  const auto machine = patient.store().run("schema --diff --json");
  CHECK(Json::parse(machine.out.substr(0, machine.out.find('\n'))).find({"name"})->as_string() ==
        "threads_by_created");
}

TEST_CASE("status tells versions, sizes and counts") {
  const Patient patient;
  patient.store().open()->save_thread({.id = "t", .resource_id = "ada"});
  const auto status = Json::parse(patient.store().run("status --json").out);
  CHECK(status.find({"backend"})->as_string() == "sqlite");
  CHECK(status.find({"schema", "version"}) == status.find({"schema", "library_version"}));
  CHECK(status.find({"tables", "threads", "rows"})->as_integer() == 1);
  CHECK(*status.find({"file", "size_bytes"})->as_integer() > 0);
  CHECK(patient.store().run("status").out.find("threads       1") != std::string::npos);
}

TEST_CASE("a store in memory has a status and no faults") {
  CHECK(run({"--store", "memory:", "status"}).out == "backend  memory\n");
  CHECK(run({"--store", "memory:", "threads", "list"}).status == 0);
  CHECK(run({"--store", "sqlite::memory:", "threads", "list"}).status == 0);
  CHECK(run({"--store", "memory:", "doctor"}).status == 0);
  CHECK(run({"--store", "sqlite::memory:", "doctor"}).status == 0);
  CHECK(run({"--store", "memory:", "schema"}).status == 1);
}

}  // namespace botstore::tools::testing
