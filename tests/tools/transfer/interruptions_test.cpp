#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "botstore/open.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/postgres.hpp"
#include "tests/tools/support/program.hpp"
#include "tests/tools/support/rows.hpp"
#include "tests/tools/support/running.hpp"
#include "tools/from/source.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/transfer/verify.hpp"

/// \file
/// Transfers that are interrupted, and what the same command does then.

namespace botstore::tools::testing {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool same(Storage& one, Storage& other) {
  const auto holds = [](Storage& source, Storage& target) {
    return transfer::compare(source, target, [](std::uint64_t) {}, {}).same();
  };
  return holds(one, other) && holds(other, one);
}

/// Two files with stores of many messages that differ in their threads' number, in one folder.
struct Stores {
  Folder folder{};
  std::string a = "sqlite:" + folder.file("a.db");
  std::string b = "sqlite:" + folder.file("b.db");
  std::string file = folder.file("store.ndjson");
  std::string state = file + ".export-state";

  Stores() {
    fill(a, 40);
    fill(b, 41);
  }

  /// Has an export to the file end by a signal while it runs.
  Result interrupt_export(const std::vector<std::string>& arguments, int signal,
                          const Circumstances& circumstances = {}) const {
    auto whole = arguments;
    whole.insert(whole.end(), {"export", "--output", file});
    Running exporting{whole, circumstances};
    REQUIRE(exporting.wait_until([&] { return std::filesystem::exists(state); }));
    exporting.kill(signal);
    auto result = exporting.finish();
    REQUIRE(std::filesystem::exists(state));
    return result;
  }

 private:
  static void fill(const std::string& url, int threads) {
    const auto store = botstore::open(url);
    store->init();
    fill_with_messages(*store, threads, 500);
  }
};

}  // namespace

TEST_CASE("an export of another store starts anew, however the stores are named") {
  const Stores stores;
  stores.interrupt_export({}, SIGKILL, {.environment = {{"BOTSTORE_URL", stores.a}}});
  const auto other =
      run({"export", "--output", stores.file}, {.environment = {{"BOTSTORE_URL", stores.b}}});
  CHECK(other.status == 0);
  CHECK(has(other.out, "exported 41 threads, 20500 messages"));
  CHECK(other.error.empty());

  // The same path in two folders is two stores; a store's whole path and its short one are one.
  const Stores more;
  stores.interrupt_export({"--store", "sqlite:a.db"}, SIGKILL, {.folder = stores.folder.path()});
  CHECK(run({"--store", "sqlite:a.db", "export", "--output", stores.file},
            {.folder = more.folder.path()})
            .error.empty());
  stores.interrupt_export({"--store", "sqlite:a.db"}, SIGKILL, {.folder = stores.folder.path()});
  const auto same_store = run({"--store", stores.a, "export", "--output", stores.file});
  CHECK(has(same_store.error, "goes on behind"));
  CHECK(has(same_store.out, "exported 40 threads, 20000 messages"));
  CHECK(run({"copy", "--from", "sqlite:a.db", "--to", stores.a}, {.folder = stores.folder.path()})
            .status == 2);
}

TEST_CASE("a PostgreSQL store is the one at its address and in its schema, whoever names it how") {
  const PostgresDatabase database;
  const auto identity = [](const std::string& url) {
    return identity_of(*botstore::open(url), {});
  };
  const auto known = identity(database.url());
  CHECK(has(known, "/" + database.name() + " schema public"));
  CHECK(identity(database.url() + "?schema=public&connect_timeout=9") == known);
  CHECK(identity(database.url() + "?schema=other") != known);
  CHECK(identity(PostgresDatabase{}.url()) != known);
  const auto start = database.url().find(':', database.url().find("//")) + 1;
  const auto password = database.url().substr(start, database.url().find('@') - start);
  CHECK_FALSE(has(known, password));
}

TEST_CASE("an export that starts anew forgets the state of the one before") {
  const Stores stores;
  stores.interrupt_export({"--store", stores.a}, SIGKILL);
  const auto restarted = run({"--store", stores.a, "export", "--restart", "--output", stores.file});
  CHECK(restarted.status == 0);
  CHECK(restarted.error.empty());
  CHECK_FALSE(std::filesystem::exists(stores.state));

  // The second run fails before its own first state; the third must not go on with the first's.
  stores.interrupt_export({"--store", stores.a}, SIGKILL);
  const auto anew = Running{
      {"--store", stores.b, "export", "--restart", "--output", stores.file},
      {.file_bytes =
           1'000}}.finish();
  CHECK(anew.status == 1);
  CHECK_FALSE(std::filesystem::exists(stores.state));
}

TEST_CASE("Ctrl-C ends an export and an import with what they have done, and they go on") {
  const Stores stores;
  const auto exported = stores.interrupt_export({"--store", stores.a}, SIGINT);
  CAPTURE(exported.error);
  CHECK(exported.status == 1);
  CHECK(has(exported.error, "the same command goes on behind them"));
  const auto whole = run({"--store", stores.a, "export", "--output", stores.file});
  CHECK(has(whole.error, "goes on behind"));

  const auto target = "sqlite:" + stores.folder.file("target.db");
  const std::vector<std::string> arguments{"--store", target, "import", stores.file};
  Running importing{arguments};
  REQUIRE(
      importing.wait_until([&] { return std::filesystem::exists(stores.file + ".import-state"); }));
  importing.kill(SIGINT);
  const auto imported = importing.finish();
  CAPTURE(imported.error);
  CHECK(imported.status == 1);
  CHECK(has(imported.error, "they stay, and the same command goes on behind them"));
  CHECK(has(run(arguments).error, "goes on in line"));
  CHECK(same(*botstore::open(stores.a), *botstore::open(target)));

  auto again = arguments;
  again.emplace_back("--restart");
  const auto restarted = run(again);
  CHECK(restarted.status == 0);
  CHECK(restarted.error.empty());
}

TEST_CASE("Ctrl-C ends an import that waits for standard input") {
  const Stores stores;
  auto lines = run({"--store", stores.a, "export"}).out;
  lines.resize(lines.size() / 2);
  const auto url = "sqlite:" + stores.folder.file("target.db");
  const auto target = botstore::open(url);
  target->init();
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  Running importing{{"--store", url, "import"}, {.input = ends[0]}};
  REQUIRE(write(ends[1], lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
  // Nobody writes more, and the pipe stays open.
  REQUIRE(importing.wait_until([&] { return target->get_thread("thread-0").has_value(); }));
  importing.kill(SIGINT);
  const auto result = importing.finish();
  close(ends[0]);
  close(ends[1]);
  CAPTURE(result.error);
  CHECK(result.status == 1);
  CHECK(has(result.error, "stored so far, up to line "));
}

TEST_CASE("Ctrl-C ends an import from a pipe that nobody writes to") {
  const Folder folder;
  const auto pipe = folder.file("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  Running importing{{"--store", "sqlite:" + folder.file("target.db"), "import", pipe}};
  REQUIRE(importing.wait_until([&] { return std::filesystem::exists(folder.file("target.db")); }));
  importing.kill(SIGINT);
  CHECK(importing.finish().status == 1);
}

TEST_CASE("an import that was called with --restart begins with the first line") {
  const Stores stores;
  REQUIRE(run({"--store", stores.a, "export", "--output", stores.file}).status == 0);
  const auto target = "sqlite:" + stores.folder.file("target.db");
  {
    Running importing{{"--store", target, "import", stores.file}};
    REQUIRE(importing.wait_until(
        [&] { return std::filesystem::exists(stores.file + ".import-state"); }));
    importing.kill(SIGKILL);
  }
  const auto result = run({"--store", target, "import", stores.file, "--restart"});
  CHECK(result.status == 0);
  CHECK(result.error.empty());
  CHECK(same(*botstore::open(stores.a), *botstore::open(target)));
}

TEST_CASE("a copy with --state goes on, and with --json says so as an object") {
  const Stores stores;
  const auto target = "sqlite:" + stores.folder.file("target.db");
  const auto state = stores.folder.file("state");
  const std::vector<std::string> arguments{"--json", "copy", "--from",  stores.a,
                                           "--to",   target, "--state", state};
  {
    Running copying{arguments};
    REQUIRE(copying.wait_until([&] { return std::filesystem::exists(state); }));
    copying.kill(SIGKILL);
  }
  const auto result = run(arguments);
  CAPTURE(result.error);
  CHECK(result.status == 0);
  CHECK(has(Json::parse(result.error).find({"note"})->as_string().value(), "goes on behind"));
  CHECK_FALSE(std::filesystem::exists(state));
  CHECK(same(*botstore::open(stores.a), *botstore::open(target)));
}

TEST_CASE("--timeout ends a call of a transfer that takes longer") {
  const auto place = new_place("postgres");
  place->open();
  from::Source other{place->url()};
  static_cast<void>(other.query("begin"));
  static_cast<void>(other.query("lock table contact"));
  const auto result = run({"--timeout", "0.2", "--store", place->url(), "export"});
  CAPTURE(result.error);
  CHECK(result.status == 1);
  CHECK(has(result.error, "deadline"));
}

}  // namespace botstore::tools::testing
