#include <algorithm>
#include <functional>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/tools/support/store.hpp"
#include "tools/program.hpp"

namespace botstore::tools::testing {

namespace {

DeclaredCommand declared_program() {
  Context context;
  return make_command_line(context).program().declared();
}

/// Calls `what` with each command, and with what one writes to name it.
void for_each_command(const DeclaredCommand& command, const std::vector<std::string>& path,
                      const std::function<void(const DeclaredCommand& command,
                                               const std::vector<std::string>& path)>& what) {
  what(command, path);
  for (const auto& below : command.commands) {
    auto longer = path;
    longer.push_back(below.name);
    for_each_command(below, longer, what);
  }
}

std::vector<std::string> all_examples() {
  std::vector<std::string> examples;
  for_each_command(declared_program(), {}, [&](const auto& command, const auto&) {
    examples.insert(examples.end(), command.examples.begin(), command.examples.end());
  });
  return examples;
}

/// The words of an example up to where the shell goes on with another program or a file.
std::vector<std::string> arguments_of_example(const std::string& example) {
  auto arguments = words(example);
  const auto end = std::ranges::find_if(
      arguments, [](const auto& word) { return word == "|" || word == ">" || word == "<"; });
  arguments.erase(end, arguments.end());
  return arguments;
}

/// What the examples speak of.
void fill(Storage& store) {
  store.init();
  for (const char* id : {"chat-7", "chat-8"}) {
    store.save_thread({.id = id, .resource_id = "ada"});
    for (const char* message : {"wamid.1", "wamid.2"})
      store.save_message({.thread_id = id, .id = message, .role = "user"});
    store.set_metadata({id}, "flow", Json::number(1));
  }
  store.save_resource({.id = "ada"});
  store.save_history({.ref = "r", .keyword = "hello", .answer = "Hi", .phone = "+254700000001"});
}

/// What follows on standard output when somebody types `line` and the tab key in bash.
std::vector<std::string> completions(const std::string& line) {
  auto tested = words(line);
  if (line.empty() || line.ends_with(' ')) tested.emplace_back();
  std::string array = "botstore";
  for (const auto& word : tested) array += " '" + word + "'";
  const auto script = run({"completion", "bash"}).out + "\nCOMP_WORDS=(" + array +
                      ")\nCOMP_CWORD=" + std::to_string(tested.size()) +
                      "\n_botstore\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  const auto result = run_program("/bin/bash", {"-euc", script}, {});
  INFO(result.error);
  REQUIRE(result.status == 0);
  std::istringstream lines{result.out};
  std::vector<std::string> found;
  for (std::string word; std::getline(lines, word);) found.push_back(word);
  return found;
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

TEST_CASE("every command has an example, and shows it") {
  for_each_command(declared_program(), {}, [](const auto& command, auto path) {
    INFO(command.name);
    REQUIRE(!command.examples.empty());
    path.emplace_back("--help");
    CHECK(run(path).out.find("botstore " + command.examples.front()) != std::string::npos);
    CHECK(!command.summary.empty());
  });
}

TEST_CASE("every example is a command line that the program takes") {
  for (const auto& example : all_examples()) {
    CAPTURE(example);
    Context context;
    auto line = make_command_line(context);
    std::ostringstream out;
    CHECK(line.read(arguments_of_example(example), out));
    CHECK(context.run != nullptr);
  }
}

TEST_CASE("the examples work") {
  for (const auto& example : all_examples()) {
    // These do not end, or need more than a store.
    if (example.find("--follow") != std::string::npos || example.starts_with("adopt")) continue;
    if (example.starts_with("export") || example.starts_with("import") ||
        example.starts_with("copy"))
      continue;
    CAPTURE(example);
    const Folder folder;
    fill(*open("sqlite:" + folder.file("bot.db")));
    const auto result =
        run(arguments_of_example(example),
            {.folder = folder.path(), .environment = {{"BOTSTORE_URL", "sqlite:bot.db"}}});
    CAPTURE(result.error);
    CHECK(result.status == 0);
  }
}

TEST_CASE("bash completes commands, options and their values") {
  CHECK(holds(completions(""), "threads"));
  CHECK(!holds(completions(""), "man"));
  CHECK(completions("thr") == std::vector<std::string>{"threads"});
  CHECK(completions("--store sqlite:x threads sh") == std::vector<std::string>{"show"});
  CHECK(completions("threads list --arch") == std::vector<std::string>{"--archived"});
  CHECK(completions("threads list --archived e") == std::vector<std::string>{"excluded"});
  CHECK(holds(completions("threads list --colour "), "never"));
  CHECK(holds(completions("threads list --"), "--store"));
  CHECK(completions("threads list --resource ").front().empty());
}

TEST_CASE("the manual page tells of every command and option") {
  const auto page = run({"man"}).out;
  std::string plain = page;
  for (auto at = plain.find("\\-"); at != std::string::npos; at = plain.find("\\-", at))
    plain.erase(at, 1);
  for_each_command(declared_program(), {}, [&](const auto& command, const auto&) {
    if (!command.commands.empty()) return;
    INFO(command.name);
    CHECK(plain.find(command.summary) != std::string::npos);
    for (const auto& option : command.options)
      if (option.names.back() != "--help")
        CHECK(plain.find(option.names.back()) != std::string::npos);
  });
  // A line that begins with a dot is an instruction.
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('.')) continue;
    CAPTURE(line);
    const auto macro = line.substr(1, line.find(' ') - 1);
    CHECK(holds({"TH", "SH", "SS", "TP", "PP", "EX", "EE", "BR"}, macro));
  }
}

}  // namespace botstore::tools::testing
