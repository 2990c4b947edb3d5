#include <algorithm>

#include "tests/catch.hpp"
#include "tests/tools/support/store.hpp"

namespace botstore::tools::testing {

namespace {

/// A store with some threads.
class Threads {
 public:
  Threads() {
    const auto store = store_.open();
    const auto day = parse_time("2026-03-01T08:00:00.000001Z");
    for (int i = 1; i <= 3; ++i)
      store->save_thread({.id = "chat-" + std::to_string(i),
                          .resource_id = i == 3 ? "bob" : "ada",
                          .title = "Talk " + std::to_string(i),
                          .metadata = Json::object({{"step", Json::number(i)}}),
                          .created_at = day + std::chrono::hours{i}});
  }

  [[nodiscard]] const std::string& url() const noexcept { return store_.url(); }
  [[nodiscard]] Result botstore(const std::string& line) const { return store_.run(line); }

 private:
  Store store_;
};

}  // namespace

TEST_CASE("init makes a store that can be listed") {
  const Folder folder;
  const auto url = "sqlite:" + folder.file("new.db");
  CHECK(run({"--store", url, "threads", "list"}).status == 1);
  CHECK(run({"--store", url, "init"}).status == 0);
  const auto list = run({"--store", url, "threads", "list"});
  CHECK(list.status == 0);
  CHECK(list.out.empty());
}

TEST_CASE("a store without tables is told what to do about it") {
  const Folder folder;
  const auto result = run({"--store", "sqlite:" + folder.file("none.db"), "threads", "list"});
  CHECK(result.status == 1);
  CHECK(result.error.find("hint: Run: botstore init\n") != std::string::npos);
}

TEST_CASE("threads list is a table for people", "[commands]") {
  const Threads threads;
  const auto result = threads.botstore("threads list");
  CHECK(result.status == 0);
  CHECK(result.out ==
        "ID      RESOURCE  TITLE   CREATED               LAST MESSAGE  ARCHIVED\n"
        "chat-3  bob       Talk 3  2026-03-01 11:00:00Z\n"
        "chat-2  ada       Talk 2  2026-03-01 10:00:00Z\n"
        "chat-1  ada       Talk 1  2026-03-01 09:00:00Z\n");
}

TEST_CASE("threads list is an object a line for machines", "[commands]") {
  const Threads threads;
  const auto result = threads.botstore("threads list --json --resource bob");
  CHECK(result.status == 0);
  REQUIRE(std::ranges::count(result.out, '\n') == 1);
  const auto thread = Json::parse(result.out);
  CHECK(thread.find({"id"})->as_string() == "chat-3");
  CHECK(thread.find({"created_at"})->as_string() == "2026-03-01T11:00:00.000001Z");
  CHECK(thread.find({"archived_at"}) == Json{});
  CHECK(thread.find({"metadata", "step"})->as_integer() == 3);
}

TEST_CASE("threads list takes the API's filters", "[commands]") {
  const Threads threads;
  const auto ids = [&](const std::string& filter) {
    const auto result = threads.botstore("threads list --json " + filter);
    std::string found = result.status == 0 ? "" : result.error;
    for (std::size_t at = 0; (at = result.out.find("\"id\":\"chat-", at)) != std::string::npos;
         ++at)
      found += result.out[at + 11];
    return found;
  };
  CHECK(ids("--resource ada") == "21");
  CHECK(ids("--ascending") == "123");
  CHECK(ids("--equals step=2") == "2");
  CHECK(ids("--equals step='\"2\"'") == "");
  CHECK(ids("--has step --limit 1") == "3");
  CHECK(ids("--contains '{\"step\":1}'") == "1");
  CHECK(ids("--created-from 2026-03-01T10:00:00.000001Z") == "32");
  CHECK(ids("--created-after 2026-03-01T10:00:00.000001Z") == "3");
  CHECK(ids("--created-until 2026-03-01T10:00:00.000001Z") == "21");
  CHECK(ids("--created-before 2026-03-01T10:00:00.000001Z") == "1");
  CHECK(ids("--archived only") == "");
  CHECK(ids("--offset 1 --limit 1") == "2");
  CHECK(ids("--all --ascending") == "123");
}

TEST_CASE("a list goes on at the cursor that it prints", "[commands]") {
  const Threads threads;
  const auto first = threads.botstore("threads list --limit 2");
  const auto at = first.out.find("More: --cursor ");
  REQUIRE(at != std::string::npos);
  auto next = first.out.substr(at + 6);
  next.pop_back();
  const auto second = threads.botstore("threads list --limit 2 " + next);
  CHECK(second.out.find("chat-1") != std::string::npos);
  CHECK(second.out.find("chat-2") == std::string::npos);
  CHECK(second.out.find("More:") == std::string::npos);

  const auto machine = threads.botstore("threads list --limit 2 --total --json");
  CHECK(Json::parse(machine.error).find({"total"})->as_integer() == 3);
  CHECK(Json::parse(machine.error).find({"next_cursor"})->as_string().has_value());
}

TEST_CASE("threads show shows a thread, and says if there is none", "[commands]") {
  const Threads threads;
  const auto shown = threads.botstore("threads show chat-1");
  CHECK(shown.status == 0);
  CHECK(shown.out.find("title            Talk 1\n") != std::string::npos);
  const auto missing = threads.botstore("threads show chat-9");
  CHECK(missing.status == 3);
  CHECK(missing.error == "botstore: thread \"chat-9\": there is none\n");
}

TEST_CASE("threads delete wants to be sure", "[commands]") {
  const Threads threads;
  const auto unsure = threads.botstore("threads delete chat-1");
  CHECK(unsure.status == 2);
  CHECK(threads.botstore("threads show chat-1").status == 0);

  CHECK(threads.botstore("threads delete chat-1 chat-2 --yes").status == 0);
  CHECK(threads.botstore("threads show chat-1").status == 3);
  const auto again = threads.botstore("threads delete chat-1 chat-3 --yes");
  CHECK(again.status == 3);
  CHECK(again.out == "Deleted thread chat-3\n");
}

TEST_CASE("an id is taken as it is, in brackets too") {
  const Folder folder;
  const auto url = "sqlite:" + folder.file("bot.db");
  {
    const auto store = open(url);
    store->init();
    for (const char* id : {"[a,b]", "a", "b", "threads", "list"})
      store->save_thread({.id = id, .resource_id = "ada"});
  }
  CHECK(run({"--store", url, "threads", "show", "[a,b]", "--json"}).status == 0);
  const auto deleted =
      run({"--store", url, "threads", "delete", "[a,b]", "threads", "list", "--yes"});
  CHECK(deleted.out == "Deleted thread [a,b]\nDeleted thread threads\nDeleted thread list\n");
  CHECK(run({"--store", url, "threads", "show", "a"}).status == 0);
}

TEST_CASE("a command line that is wrong is told to machines as JSON, and without passwords") {
  const auto machine = run({"threads", "list", "--json", "--no-such"});
  CHECK(machine.status == 2);
  CHECK(machine.out.empty());
  CHECK(Json::parse(machine.error).find({"error"})->as_string() == "usage");
  for (const char* url : {"postgresql://bot:secret@db/bot", "--stroe=postgresql://bot:secret@db"}) {
    const auto result = run({url, "status"});
    CHECK(result.status == 2);
    CHECK(result.error.find("bot:***@db") != std::string::npos);
    CHECK(result.error.find("secret") == std::string::npos);
  }
}

TEST_CASE("output that nobody takes ends the program", "[commands]") {
  const Threads threads;
  const auto shell = [&](const std::string& line) {
    return run_program("/bin/sh", {"-c", line}, {.environment = {{"BOTSTORE_URL", threads.url()}}});
  };
  open(threads.url())->save_message({.thread_id = "chat-1", .role = "user"});
  const std::string program = BOTSTORE_PROGRAM;
  const auto full = shell(program + " threads list --all --json > /dev/full");
  CHECK(full.status == 1);
  CHECK(Json::parse(full.error).find({"error"})->as_string() == "output");
  CHECK(shell(program + " messages list chat-1 -f > /dev/full").status == 1);
}

TEST_CASE("a command line that is wrong ends with 2 and says why") {
  for (const char* line : {"", "nonsense", "threads", "threads show", "threads list --limit x",
                           "threads list --limit -1", "threads list --cursor nonsense",
                           "threads list --created-from yesterday", "threads list --all --limit 3",
                           "--store nonsense threads list"}) {
    CAPTURE(line);
    const auto result = run(words(line), {.environment = {{"BOTSTORE_URL", "memory:"}}});
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.error.starts_with("botstore: "));
  }
}

}  // namespace botstore::tools::testing
