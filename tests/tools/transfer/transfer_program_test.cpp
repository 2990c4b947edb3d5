#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "botstore/open.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/program.hpp"
#include "tests/tools/support/rows.hpp"
#include "tests/tools/support/running.hpp"
#include "tools/transfer/verify.hpp"

namespace botstore::tools::testing {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Fails the test unless both hold the same rows.
void require_same(Storage& one, Storage& other) {
  const auto comparison = transfer::compare(one, other, [](std::uint64_t) {}, {});
  CAPTURE(comparison.lacking);
  REQUIRE(comparison.same());
  REQUIRE(transfer::compare(other, one, [](std::uint64_t) {}, {}).same());
}

/// A file of an SQLite store's with messages enough that a transfer can be interrupted.
struct LargeStore {
  Folder folder{};
  std::string url = "sqlite:" + folder.file("large.db");
  std::shared_ptr<Storage> store = open();

  LargeStore() { fill_with_messages(*store, 40, 500); }

  [[nodiscard]] std::string exported() const {
    auto file = folder.file("large.ndjson");
    const auto result = run({"--store", url, "export", "--output", file});
    if (result.status != 0) throw std::runtime_error{result.error};
    return file;
  }

 private:
  [[nodiscard]] std::shared_ptr<Storage> open() const {
    std::shared_ptr<Storage> opened = botstore::open(url);
    opened->init();
    return opened;
  }
};

}  // namespace

TEST_CASE("export and import move a store, by a file and by a pipe") {
  for (const auto& backend : durable_backends()) {
    CAPTURE(backend);
    const Folder folder;
    const auto place = new_place(backend);
    const auto store = place->open();
    fill(*store);
    const auto file = folder.file("store.ndjson");
    const auto exported = run({"--store", place->url(), "export", "--output", file});
    CAPTURE(exported.error);
    REQUIRE(exported.status == 0);
    CHECK(exported.out.starts_with("exported 3 resources, 451 threads, 1458 messages,"));
    CHECK(exported.error.empty());
    const auto digest = exported.out.substr(exported.out.find("digest"));

    const auto piped = run({"--store", place->url(), "export"});
    REQUIRE(piped.status == 0);
    CHECK(has(piped.out, digest.substr(7, 64)));

    const auto target = new_place(backend);
    const auto imported = run({"import", file, "--store", target->url()});
    CAPTURE(imported.error);
    REQUIRE(imported.status == 0);
    CHECK(imported.out.starts_with("imported 3 resources"));
    CHECK(has(imported.out, digest));
    require_same(*store, *target->open());

    const auto other = new_place(backend);
    REQUIRE(run({"--store", other->url(), "import"}, {.input = piped.out}).status == 0);
    require_same(*store, *other->open());
    CHECK(run({"--store", "memory:", "import", file}).out == imported.out);
  }
}

TEST_CASE("copy moves a store between any two backends, and says that both are the same") {
  for (const auto& from : durable_backends()) {
    for (const auto& to : durable_backends()) {
      CAPTURE(from, to);
      const auto source = new_place(from);
      const auto target = new_place(to);
      fill(*source->open());
      const auto result = run({"copy", "--from", source->url(), "--to", target->url()});
      CAPTURE(result.error);
      REQUIRE(result.status == 0);
      CHECK(result.out.starts_with("copied, and found the same in both: 3 resources"));
      require_same(*source->open(), *target->open());
    }
  }
}

TEST_CASE("with --json the figures are an object") {
  const auto place = new_place("sqlite");
  place->open()->save_thread({.id = "t", .resource_id = "r"});
  const Folder folder;
  const auto result =
      run({"--json", "--store", place->url(), "export", "--output", folder.file("x")});
  REQUIRE(result.status == 0);
  const auto json = Json::parse(result.out);
  CHECK(json.find({"thread"})->as_integer() == 1);
  CHECK(json.find({"digest"})->as_string()->size() == 64);
}

TEST_CASE("an import that was killed goes on when it is called again") {
  const LargeStore large;
  const auto file = large.exported();
  const auto state = file + ".import-state";
  for (const auto& backend : durable_backends()) {
    CAPTURE(backend);
    const auto target = new_place(backend);
    target->open();
    {
      Running import{{"--store", target->url(), "import", file}};
      REQUIRE(import.wait_until([&] { return std::filesystem::exists(state); }));
      import.kill(SIGKILL);
      REQUIRE(import.finish().status == 128 + SIGKILL);
    }
    const auto result = run({"--store", target->url(), "import", file});
    CAPTURE(result.error);
    REQUIRE(result.status == 0);
    CHECK(has(result.error, "goes on in line "));
    CHECK(has(result.out, "imported 40 threads, 20000 messages"));
    CHECK_FALSE(std::filesystem::exists(state));
    require_same(*large.store, *target->open());
  }
}

TEST_CASE("an export that was killed goes on when it is called again") {
  const LargeStore large;
  const auto file = large.folder.file("store.ndjson");
  {
    Running exporting{{"--store", large.url, "export", "--output", file}};
    REQUIRE(exporting.wait_until([&] { return std::filesystem::exists(file + ".export-state"); }));
    exporting.kill(SIGKILL);
    REQUIRE(exporting.finish().status == 128 + SIGKILL);
    CHECK_FALSE(std::filesystem::exists(file));
  }
  const auto result = run({"--store", large.url, "export", "--output", file});
  REQUIRE(result.status == 0);
  CHECK(has(result.error, "goes on behind what an earlier run has written: "));
  const auto place = new_place("sqlite");
  REQUIRE(run({"--store", place->url(), "import", file}).status == 0);
  require_same(*large.store, *place->open());
}

TEST_CASE("an export onto a disk that is full says so, keeps its part and goes on") {
  const LargeStore large;
  const auto file = large.folder.file("store.ndjson");
  Running exporting{{"--store", large.url, "export", "--output", file}, {.file_bytes = 3'000'000}};
  const auto failed = exporting.finish();
  CAPTURE(failed.error);
  CHECK(failed.status == 1);
  CHECK(has(failed.error, "cannot write " + file + ".partial: "));
  CHECK(has(failed.error, "the same command goes on behind them"));
  CHECK_FALSE(std::filesystem::exists(file));

  const auto result = run({"--store", large.url, "export", "--output", file});
  CHECK(result.status == 0);
  CHECK(has(result.error, "goes on behind what an earlier run has written: "));

  for (const auto& arguments :
       {std::vector<std::string>{"--store", large.url, "export"},
        std::vector<std::string>{"--store", large.url, "export", "--output", "/dev/full"}}) {
    Running full{arguments, {.output = "/dev/full"}};
    const auto refused = full.finish();
    CHECK(refused.status == 1);
    CHECK(has(refused.error, "No space left on device"));
  }
}

TEST_CASE("a copy onto a disk that is full says what is there, and completes when it is repeated") {
  const LargeStore large;
  const auto url = "sqlite:" + large.folder.file("copy.db");
  Running copying{{"copy", "--from", large.url, "--to", url}, {.file_bytes = 4'000'000}};
  const auto failed = copying.finish();
  CAPTURE(failed.error);
  CHECK(failed.status == 1);
  CHECK(has(failed.error, "the copy is not complete: "));
  CHECK(has(failed.error, "rows are in the target; they stay, and the same command completes it"));

  const auto result = run({"copy", "--from", large.url, "--to", url});
  REQUIRE(result.status == 0);
  require_same(*large.store, *botstore::open(url));
}

TEST_CASE("a server that is killed during a copy ends it with an error that says what is there") {
  const LargeStore large;
  OwnServer server;
  Running copying{{"copy", "--from", large.url, "--to", server.url()}};
  const auto watcher = botstore::open(server.url());
  REQUIRE(copying.wait_until([&] {
    try {
      return watcher->list_threads({.page = {.limit = 1}}).items.size() == 1;
    } catch (const Error&) {
      return false;  // The tables are not there yet.
    }
  }));
  server.crash();
  const auto failed = copying.finish();
  CAPTURE(failed.error);
  CHECK(failed.status == 1);
  CHECK(failed.out.empty());
  CHECK(has(failed.error, "the copy is not complete: "));
  CHECK(has(failed.error, "the same command completes it"));

  server.restart();
  const auto repeated = run({"copy", "--from", large.url, "--to", server.url()});
  CAPTURE(repeated.error);
  CHECK(repeated.status == 0);
  require_same(*large.store, *botstore::open(server.url()));
}

TEST_CASE("a damaged line ends an import by its number, and what was imported stays") {
  const LargeStore large;
  const auto file = large.exported();
  auto bytes = bytes_of(file);
  const auto damaged = bytes.find('\n', bytes.size() / 2) + 5;
  bytes[damaged] = '\x01';
  const auto line =
      std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(damaged), '\n') + 1;
  write_bytes(file, bytes);
  const auto place = new_place("sqlite");
  const auto failed = run({"--store", place->url(), "import", file});
  CAPTURE(failed.error);
  CHECK(failed.status == 1);
  CHECK(has(failed.error, file + ": line " + std::to_string(line) + ": "));
  CHECK(has(failed.error, "stored so far, up to line " + std::to_string(line - 1) + ": "));
}

TEST_CASE("on a terminal a transfer shows how far it is") {
  const LargeStore large;
  const auto file = large.folder.file("store.ndjson");
  const auto exported = show_on_terminal({"--store", large.url, "export", "--output", file});
  CHECK(has(exported, "export  ["));
  CHECK(has(exported, "% "));
  CHECK(has(exported, " rows  "));
  CHECK(has(exported, "/s  "));
  CHECK(has(exported, " left"));
  CHECK(has(show_on_terminal({"--store", "memory:", "import", file}), "import  ["));
}

TEST_CASE("what cannot be transferred is refused with the reason") {
  const auto place = new_place("sqlite");
  place->open();
  CHECK(run({"copy", "--from", place->url(), "--to", place->url()}).status == 2);
  const auto missing = run({"--store", place->url(), "import", "/no/such/file"});
  CHECK(missing.status == 1);
  CHECK(has(missing.error, "cannot read /no/such/file: No such file or directory"));
  CHECK(run({"--store", place->url(), "import", "--from", "mastra"}).status == 2);
  CHECK(run({"--store", place->url(), "import", "--from", "elsewhere"}).status == 2);
}

}  // namespace botstore::tools::testing
