#include "tests/catch.hpp"
#include "tests/tools/support/store.hpp"

namespace botstore::tools::testing {

namespace {

std::string chat(const Store& store, const std::string& line, const std::string& said) {
  auto settings = store.settings();
  settings.input = said;
  const auto result = run(words(line), settings);
  INFO(result.error);
  CHECK(result.status == 0);
  return result.out;
}

}  // namespace

TEST_CASE("the bot of chat remembers from one run to the next", "[commands]") {
  const Store store;
  const auto first = chat(store, "chat", "My name is Ada.\nRemember that I like tea.\nbye\n");
  CHECK(first.find("Hello. What is your name?") != std::string::npos);
  CHECK(first.find("Nice to meet you, Ada.") != std::string::npos);
  CHECK(first.find("Bye.") != std::string::npos);

  const auto second = chat(store, "chat", "What do you know?\nWhat did we say?\n");
  CHECK(second.find("Welcome back, Ada. We have said 6 things") != std::string::npos);
  CHECK(second.find("Your name is Ada. You told me to remember: I like tea.") != std::string::npos);
  CHECK(second.find("user: Remember that I like tea.") != std::string::npos);

  // It is all in the store, for the other commands to see.
  CHECK(store.run("threads list --resource you --json").out.find("\"last_sequence\":10") !=
        std::string::npos);
  CHECK(store.run("resources show you").out.find("I like tea") != std::string::npos);
}

TEST_CASE("chat knows people and threads apart", "[commands]") {
  const Store store;
  chat(store, "chat --as ada --thread t1", "My name is Ada\n");
  CHECK(chat(store, "chat --as bob --thread t2", "who am I?\n").find("Ada") == std::string::npos);
  CHECK(chat(store, "chat --as ada --thread t1", "").find("Welcome back, Ada") !=
        std::string::npos);
  CHECK(chat(store, "chat --as ada --thread t3", "What do you know?\n").find("Your name is Ada") !=
        std::string::npos);
}

TEST_CASE("chat has nothing for machines") {
  CHECK(run({"--store", "memory:", "--json", "chat"}).status == 2);
}

TEST_CASE("chat works on a terminal, and makes its store") {
  const Folder folder;
  OnTerminal terminal{{"--store", "sqlite:" + folder.file("new.db"), "chat"}};
  terminal.await("you> ");
  terminal.type("My name is Ada\n");
  terminal.await("Nice to meet you, Ada.");
  terminal.type("\x04");
  CHECK(terminal.end().status == 0);
}

}  // namespace botstore::tools::testing
