#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "botstore/open.hpp"
#include "botstore/sqlite.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/parallel.hpp"
#include "tests/sqlite/database.hpp"
#include "tests/sqlite/processes.hpp"

namespace botstore::sqlite {

namespace {

namespace fs = std::filesystem;
using testing::bytes_of;
using testing::error_of;
using testing::Folder;
using testing::Process;
using testing::Sql;

std::unique_ptr<SqliteStore> store_in(const std::string& path) {
  return std::make_unique<SqliteStore>(SqliteOptions{.path = path, .sync_on_commit = false});
}

/// Calls of each kind, by which a store may first open its file.
std::vector<botstore::testing::NamedCall> every_call() {
  auto calls = botstore::testing::every_read();
  const auto& writes = botstore::testing::every_write();
  calls.insert(calls.end(), writes.begin(), writes.end());
  calls.push_back({"transaction", [](Storage& store, const CallOptions& call) {
                     store.transaction([](Storage&) {}, {}, call);
                   }});
  calls.push_back({"with_connection", [](Storage& store, const CallOptions& call) {
                     dynamic_cast<SqliteStore&>(store).with_connection([](sqlite3*) {}, call);
                   }});
  return calls;
}

/// That every call on the file fails with this code, each as the first of its store.
void check_refused(const std::string& path, ErrorCode code) {
  for (const auto& call : every_call()) {
    INFO(call.name);
    const auto store = store_in(path);
    CHECK(error_of([&] { call.run(*store, {}); }).code() == code);
  }
}

void check_init_refused(const std::string& path, ErrorCode code) {
  CHECK(error_of([&] { store_in(path)->init(); }).code() == code);
}

/// A database of ours with a thread `t1` of so many messages.
void make_database(const std::string& path, int messages = 0) {
  const auto store = store_in(path);
  store->init();
  store->save_thread({.id = "t1", .resource_id = "alice"});
  std::vector<NewMessage> batch;
  for (int i = 0; i < messages; ++i)
    batch.push_back({.thread_id = "t1", .role = "user", .content = Json::string("hello")});
  store->save_messages(batch);
}

/// Runs `work` as a user whom the file system refuses something, which it does not refuse root.
void run_as_ordinary_user(const std::function<void()>& work) {
  Process user{[&](const Process::Say&) {
    constexpr uid_t nobody = 65'534;
    if (getuid() == 0 && setuid(nobody) != 0) throw std::runtime_error{"root cannot be another"};
    work();
  }};
  CHECK(user.succeeded());
}

void expect_code(ErrorCode code, const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    if (error.code() == code) return;
    throw;
  }
  throw std::runtime_error{"it threw no error"};
}

}  // namespace

TEST_CASE("without sync_on_commit the database is still synced at checkpoints") {
  const Folder folder;
  const auto store = store_in(folder.file("bot.db"));
  store->init();
  constexpr int normal = 1;  // Of `pragma synchronous`; 0, off, risks the database itself.
  store->with_connection([&](sqlite3* handle) {
    CHECK(testing::run(handle, "pragma synchronous") == std::to_string(normal));
  });
}

TEST_CASE("another program's database is refused, and not a byte of it changes") {
  const Folder folder;
  const auto path = folder.file("theirs.db");
  const auto* const theirs =
      GENERATE("create table threads (id text); insert into threads values ('x')",
               "pragma journal_mode = wal; create table t (id text)", "pragma application_id = 7");
  INFO(theirs);
  Sql{path}.run(theirs);
  const auto before = bytes_of(path);
  check_init_refused(path, ErrorCode::unsupported);
  check_refused(path, ErrorCode::unsupported);
  CHECK(bytes_of(path) == before);
  CHECK(folder.size() == 1);
}

TEST_CASE("a file that is no database is Corrupt, and stays as it is") {
  const Folder folder;
  const auto path = folder.file("notes.txt");
  const std::string text = GENERATE(as<std::string>{}, "no", "Notes", std::string(10'000, 'n'),
                                    std::string(4'096, '\0'));
  testing::write_bytes(path, text);
  check_init_refused(path, ErrorCode::corrupt);
  check_refused(path, ErrorCode::corrupt);
  CHECK(bytes_of(path) == text);
  CHECK(folder.size() == 1);
}

TEST_CASE("a database that was cut off is Corrupt") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path, 500);
  const auto size = bytes_of(path).size();
  const auto left =
      GENERATE_COPY(std::size_t{50}, std::size_t{100}, std::size_t{4'096}, size / 2, size - 4'096);
  INFO(left << " of " << size);
  fs::resize_file(path, left);
  check_init_refused(path, ErrorCode::corrupt);
  check_refused(path, ErrorCode::corrupt);
}

TEST_CASE("a call that meets a damaged page is Corrupt") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path, 500);
  auto bytes = bytes_of(path);
  constexpr std::size_t page = 4'096;
  REQUIRE(Sql{path}.run("pragma page_size") == std::to_string(page));
  // All tables' rows; their names, on the first pages, stay.
  const auto first =
      std::stoul(Sql{path}.run("select min(rootpage) from sqlite_schema where name = 'messages'"));
  const auto names = std::stoul(
      Sql{path}.run("select min(rootpage) from sqlite_schema where name = 'botstore_schema'"));
  for (auto at = (first - 1) * page; at < bytes.size(); ++at)
    if (at / page != names - 1) bytes[at] = '\xff';
  testing::write_bytes(path, bytes);
  const auto store = store_in(path);
  CHECK(error_of([&] { (void)store->list_messages({.thread_ids = "t1"}); }).code() ==
        ErrorCode::corrupt);
  CHECK(error_of([&] {
          store->save_message({.thread_id = "t1", .role = "user", .content = Json::string("x")});
        }).code() == ErrorCode::corrupt);
}

TEST_CASE("a missing folder is no place for a database, and is not made") {
  const Folder folder;
  const auto path = folder.file("none/store.db");
  const auto error = error_of([&] { store_in(path)->init(); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.hint().find("folder") != std::string_view::npos);
  check_refused(path, ErrorCode::schema_missing);
  CHECK(folder.size() == 0);
}

TEST_CASE("a file that may not be written is PermissionDenied to whoever writes") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path, 3);
  fs::permissions(path, fs::perms{0444});
  fs::permissions(folder.path(), fs::perms{0777});
  const auto before = bytes_of(path);
  run_as_ordinary_user([&] {
    const auto store = store_in(path);
    if (store->list_messages({.thread_ids = "t1"}).items.size() != 3)
      throw std::runtime_error{"it does not read"};
    expect_code(ErrorCode::permission_denied,
                [&] { store->save_thread({.id = "t2", .resource_id = "alice"}); });
  });
  CHECK(bytes_of(path) == before);
}

TEST_CASE("a file that may not be read is no database to anybody") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path);
  fs::permissions(path, fs::perms::none);
  fs::permissions(folder.path(), fs::perms{0777});
  run_as_ordinary_user([&] {
    expect_code(ErrorCode::connection_failed, [&] { store_in(path)->init(); });
    expect_code(ErrorCode::connection_failed, [&] { (void)store_in(path)->get_thread("t1"); });
  });
}

TEST_CASE("a schema that is newer than the library is SchemaTooNew, and stays as it is") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path);
  Sql{path}.run("insert into botstore_schema values (1000, 1000)");
  const auto before = bytes_of(path);
  check_init_refused(path, ErrorCode::schema_too_new);
  check_refused(path, ErrorCode::schema_too_new);
  CHECK(bytes_of(path) == before);
}

TEST_CASE("a newer schema that says that this library can use it is used") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path);
  Sql{path}.run("insert into botstore_schema values (1000, 1)");
  const auto store = store_in(path);
  store->init();
  CHECK(store->get_thread("t1"));
  CHECK(Sql{path}.run("select max(version) from botstore_schema") == "1000");
}

TEST_CASE("a schema that is older than the library is SchemaOutdated") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_database(path);
  Sql{path}.run("update botstore_schema set version = 0");
  check_refused(path, ErrorCode::schema_outdated);
}

TEST_CASE("eight processes initialise a new file at once") {
  for (int round = 0; round < 10; ++round) {
    const Folder folder;
    const auto path = folder.file("store.db");
    testing::run_in_processes(8, [&](int number, const Process::Say&) {
      const auto store = store_in(path);
      store->init();
      store->save_thread({.id = std::to_string(number), .resource_id = "alice"});
    });
    CHECK(Sql{path}.run("select count(*) from threads") == "8");
    CHECK(Sql{path}.run("select version from botstore_schema") == "1");
  }
}

TEST_CASE("eight threads initialise a new file at once, with a store each or with one") {
  const bool shared = GENERATE(false, true);
  for (int round = 0; round < 10; ++round) {
    const Folder folder;
    const auto path = folder.file("store.db");
    const auto one = store_in(path);
    botstore::testing::in_parallel(8, [&](int number) {
      const auto own = store_in(path);
      auto& store = shared ? *one : *own;
      store.init();
      store.save_thread({.id = std::to_string(number), .resource_id = "alice"});
    });
    CHECK(Sql{path}.run("select count(*) from threads") == "8");
  }
}

TEST_CASE("whoever comes while a file is initialised finds no schema or the whole one") {
  for (int round = 0; round < 10; ++round) {
    const Folder folder;
    const auto path = folder.file("store.db");
    testing::run_in_processes(4, [&](int number, const Process::Say&) {
      if (number == 0) return store_in(path)->init();
      for (bool found = false; !found;) {
        try {
          (void)store_in(path)->get_thread("t1");
          found = true;
        } catch (const Error& error) {
          if (error.code() != ErrorCode::schema_missing) throw;
        }
      }
    });
  }
}

TEST_CASE("before init() every call is SchemaMissing, and makes no file") {
  const Folder folder;
  const auto path = folder.file("store.db");
  check_refused(path, ErrorCode::schema_missing);
  CHECK(folder.size() == 0);
  testing::write_bytes(path, "");  // Somebody has made a place for it.
  check_refused(path, ErrorCode::schema_missing);
  CHECK(bytes_of(path).empty());
  CHECK(folder.size() == 1);
}

TEST_CASE("a closed database is one file") {
  const Folder folder;
  const auto path = folder.file("store.db");
  const auto store = store_in(path);
  store->init();
  store->save_thread({.id = "t1", .resource_id = "alice"});
  store->close();
  CHECK(folder.size() == 1);
}

TEST_CASE("a database in memory leaves nothing behind") {
  auto store = open("sqlite::memory:");
  store->init();
  store->save_thread({.id = "t1", .resource_id = "alice"});
  const fs::path file{dynamic_cast<SqliteStore&>(*store).with_connection(
      [](sqlite3* handle) { return std::string{sqlite3_db_filename(handle, "main")}; })};
  REQUIRE(fs::exists(file));
  if (GENERATE(false, true)) store->close();
  store.reset();
  CHECK_FALSE(fs::exists(file.parent_path()));
}

}  // namespace botstore::sqlite
