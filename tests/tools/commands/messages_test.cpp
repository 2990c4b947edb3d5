#include <atomic>
#include <thread>

#include "tests/catch.hpp"
#include "tests/tools/support/store.hpp"

namespace botstore::tools::testing {

namespace {

/// Two threads, of which the first holds a conversation.
void converse(Storage& store) {
  const auto at = parse_time("2026-03-01T23:59:58Z");
  store.save_thread({.id = "chat-7", .resource_id = "ada"});
  store.save_thread({.id = "chat-8", .resource_id = "ada"});
  const auto say = [&](const char* thread, const char* id, const char* role, Json content,
                       int seconds) {
    store.save_message({.thread_id = thread,
                        .id = id,
                        .role = role,
                        .content = std::move(content),
                        .created_at = at + std::chrono::seconds{seconds}});
  };
  say("chat-7", "m1", "user", Json::string("A table for two, please.\nTonight."), 0);
  say("chat-7", "m2", "assistant", Json::parse(R"({"text": "Which name?"})"), 1);
  say("chat-7", "m3", "user", Json::parse(R"([{"type": "text", "text": "Ada"}])"), 2);
  say("chat-8", "n1", "system", Json::parse(R"({"a": 1})"), 3);
}

}  // namespace

TEST_CASE("messages read like a chat", "[commands]") {
  const Store store;
  converse(*store.open());
  const auto chat = store.run("messages list chat-7");
  CHECK(chat.status == 0);
  CHECK(chat.out ==
        "-- 2026-03-01 (UTC)\n"
        "23:59:58  user       A table for two, please.\n"
        "                     Tonight.\n"
        "23:59:59  assistant  Which name?\n"
        "-- 2026-03-02 (UTC)\n"
        "00:00:00  user       Ada\n");
  const auto several = store.run("messages list --resource ada --created-from 2026-03-02 --ids");
  CHECK(several.out ==
        "# chat-7\n"
        "-- 2026-03-02 (UTC)\n"
        "00:00:00  user       Ada (m3)\n"
        "# chat-8\n"
        "00:00:01  system     {\"a\": 1} (n1)\n");
}

TEST_CASE("messages list shows the end of a chat, and earlier parts by cursor", "[commands]") {
  const Store store;
  converse(*store.open());
  auto last = store.run("messages list chat-7 --limit 2");
  CHECK(last.out.find("Which name?") < last.out.find("Ada"));
  CHECK(last.out.find("table") == std::string::npos);
  const auto at = last.out.find("Earlier: ");
  REQUIRE(at != std::string::npos);
  last.out.pop_back();
  const auto earlier = store.run("messages list chat-7 --limit 2 " + last.out.substr(at + 9));
  CHECK(earlier.out.find("table") != std::string::npos);
  CHECK(earlier.out.find("Which name?") == std::string::npos);
}

TEST_CASE("messages list takes the API's filters", "[commands]") {
  const Store store;
  converse(*store.open());
  const auto ids = [&](const std::string& filter) {
    const auto result = store.run("messages list --json " + filter);
    auto found = result.status == 0 ? "" : result.error;
    for (std::size_t at = 0; at < result.out.size(); at = result.out.find('\n', at) + 1)
      found += *Json::parse(result.out.substr(at, result.out.find('\n', at) - at))
                    .find({"id"})
                    ->as_string();
    return found;
  };
  CHECK(ids("chat-7") == "m1m2m3");
  CHECK(ids("chat-7 chat-8 --descending") == "n1m3m2m1");
  CHECK(ids("--resource ada --all") == "m1m2m3n1");
  CHECK(ids("chat-7 --role user --limit 1") == "m3");
  CHECK(ids("chat-7 --role user --limit 1 --ascending") == "m1");
  CHECK(ids("chat-7 --role user --role assistant") == "m1m2m3");
  CHECK(ids("chat-7 --type image") == "");
  CHECK(ids("chat-7 --created-after 2026-03-01T23:59:58Z --created-before 2026-03-02") == "m2");
  CHECK(ids("chat-7 --ascending --limit 0 --around m2 --window 0") == "m2");
  CHECK(ids("chat-7 --ascending --limit 0 --around m1 --window 1") == "m1m2");
  const auto bare = store.run("messages list chat-7 --no-content --json");
  CHECK(bare.status == 0);
  CHECK(bare.out.find("m1") != std::string::npos);
  CHECK(bare.out.find("table") == std::string::npos);
  CHECK(store.run("messages list chat-7 --no-content").out.find("23:59:59  assistant\n") !=
        std::string::npos);
  CHECK(store.run("messages list").status == 2);
}

TEST_CASE("messages list --follow shows new messages until Ctrl-C", "[commands]") {
  const Store store;
  const auto writer = store.open();
  converse(*writer);
  OnTerminal terminal{words("messages list chat-7 --follow --limit 1 --interval 0.01"),
                      store.settings()};
  auto shown = terminal.await("Ada");
  CHECK(shown.find("Which name?") == std::string::npos);
  // One whose clock is behind, or whose transaction took long.
  writer->save_message({.thread_id = "chat-7",
                        .role = "user",
                        .content = Json::string("Are you there?"),
                        .created_at = parse_time("2026-03-01T23:59:55Z")});
  shown = terminal.await("Are you there?");
  CHECK(shown.find("Which name?") == std::string::npos);
  writer->save_message({.thread_id = "chat-7",
                        .role = "assistant",
                        .content = Json::string("At eight, then."),
                        .created_at = parse_time("2026-03-02T00:00:00Z")});
  shown = terminal.await("At eight, then.");
  CHECK(shown.find("Ada") == std::string::npos);
  CHECK(shown.find("Which name?") == std::string::npos);
  writer->save_message(
      {.thread_id = "chat-7", .role = "user", .content = Json::string("Thank you.")});
  shown = terminal.await("Thank you.");
  CHECK(shown.find("At eight") == std::string::npos);
  terminal.type("\x03");
  CHECK(terminal.end().status == 0);
}

TEST_CASE("messages list --follow begins with an empty thread, and with none of what is there",
          "[commands]") {
  const Store store;
  const auto writer = store.open();
  converse(*writer);
  writer->save_thread({.id = "empty", .resource_id = "bob"});
  OnTerminal empty{words("messages list empty --follow --interval 0.01"), store.settings()};
  OnTerminal none{words("messages list chat-7 --follow --limit 0 --interval 0.01"),
                  store.settings()};
  // Each has begun when it shows what came later; until then the writer repeats itself.
  const auto show_new = [&](OnTerminal& terminal, const std::string& thread) {
    std::thread speaker;
    std::atomic<bool> heard = false;
    speaker = std::thread{[&] {
      for (int i = 0; !heard; ++i) {
        writer->save_message(
            {.thread_id = thread, .role = "user", .content = Json::string("Anybody there?")});
        std::this_thread::yield();
      }
    }};
    const auto shown = terminal.await("Anybody there?");
    heard = true;
    speaker.join();
    terminal.type("\x03");
    CHECK(terminal.end().status == 0);
    return shown;
  };
  CHECK(show_new(none, "chat-7").find("Ada") == std::string::npos);
  show_new(empty, "empty");
}

TEST_CASE("a message is shown and deleted by its thread and id", "[commands]") {
  const Store store;
  converse(*store.open());
  const auto shown = store.run("messages show chat-7 m2 --json");
  CHECK(Json::parse(shown.out).find({"content", "text"})->as_string() == "Which name?");
  CHECK(store.run("messages show chat-8 m2").status == 3);
  CHECK(store.run("messages delete chat-7 m1 m2 --yes").out ==
        "Deleted message m1\nDeleted message m2\n");
  CHECK(store.run("messages delete chat-7 m1 --yes").status == 3);
}

TEST_CASE("a deletion asks on the terminal", "[commands]") {
  const Store store;
  converse(*store.open());
  {
    OnTerminal terminal{words("messages delete chat-7 m1"), store.settings()};
    terminal.await("Delete the message m1 of the thread chat-7, with its metadata? [y/N] ");
    terminal.type("n\n");
    CHECK(terminal.end().status == 1);
  }
  CHECK(store.run("messages show chat-7 m1").status == 0);
  {
    OnTerminal terminal{words("messages delete chat-7 m1"), store.settings()};
    terminal.await("[y/N] ");
    terminal.type("y\n");
    CHECK(terminal.end().status == 0);
  }
  CHECK(store.run("messages show chat-7 m1").status == 3);
}

TEST_CASE("what is stored cannot steer the terminal", "[commands]") {
  const Store store;
  {
    const auto writer = store.open();
    writer->save_thread({.id = "t", .resource_id = "\x1b[31mr", .title = "\x1b]0;owned\a"});
    writer->save_message({.thread_id = "t",
                          .id = "\x1bm",
                          .role = "\x1b[2J",
                          .type = "\u009b",
                          .content = Json::string("\x1b[2J\u009b31m\u202edrow\r\nnext")});
    const auto hostile = Json::string("\x1b[2J\u009b31m\u202edrow");
    writer->set_metadata({"t"}, "\u009bkey", hostile);
    writer->save_resource({.id = "\u202er", .working_memory = "\u009b31m"});
    writer->save_contact({.phone = "\u202e1", .values = Json::object({{"\u009b", hostile}})});
    writer->save_history({.ref = "\u009b", .answer = "\x1b[2J\u202e", .phone = "\u202e1"});
  }
  for (const char* line :
       {"threads list", "threads show t", "messages list t --ids", "messages list --resource ada t",
        "messages show t nothing\x1b[2J", "threads list --json", "messages list t --json",
        "metadata list t", "metadata list t --json", "resources list", "resources list --json",
        "contacts list", "contacts list --json", "history list", "history list --json"}) {
    CAPTURE(line);
    const auto result = store.run(line);
    CHECK((result.status == 0 || line == std::string_view{"messages show t nothing\x1b[2J"} ||
           line == std::string_view{"messages list --resource ada t"}));
    CHECK((result.out + result.error).find('\x1b') == std::string::npos);
    CHECK((result.out + result.error).find("\u009b") == std::string::npos);
    CHECK((result.out + result.error).find("\u202e") == std::string::npos);
  }
  CHECK(store.run("messages list t").out.find("\\x1b[2J\\u009b31m\\u202edrow\\r\n") !=
        std::string::npos);
}

TEST_CASE("colour is for terminals only", "[commands]") {
  const Store store;
  converse(*store.open());
  CHECK(store.run("threads list").out.find('\x1b') == std::string::npos);
  CHECK(store.run("threads list --colour always").out.find('\x1b') != std::string::npos);
  CHECK(store.run("threads list --color always").out.find('\x1b') != std::string::npos);
  const auto on_terminal = [&](const std::string& line, const std::string& no_color = "") {
    auto settings = store.settings();
    settings.environment["NO_COLOR"] = no_color;
    return OnTerminal{words(line), settings}.end().out;
  };
  CHECK(on_terminal("threads list").find('\x1b') != std::string::npos);
  CHECK(on_terminal("threads list --colour never").find('\x1b') == std::string::npos);
  CHECK(on_terminal("threads list", "1").find('\x1b') == std::string::npos);
}

}  // namespace botstore::tools::testing
