#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>

#include "tools/chat/bot.hpp"
#include "tools/commands/commands.hpp"
#include "tools/options/command.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

struct Chat {
  std::string resource = "you";
  std::optional<std::string> thread{};

  [[nodiscard]] Exit run(const Context& context) const;
};

void say(const Context& context, const std::string& text) {
  std::cout << context.out_style().cyan("bot> ") << safe_text(text, Lines::many) << std::endl;
}

/// The next line that the person says; absent at the end. Without a terminal the line is shown too,
/// so that the output reads like the chat.
std::optional<std::string> hear(const Context& context, bool terminal) {
  if (terminal) std::cout << context.out_style().green("you> ") << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (!terminal) std::cout << "you> " << safe_text(line) << '\n';
  return line;
}

/// A newcomer's store gets its tables. Those of a store that is in use are not upgraded in passing.
void prepare(Storage& store, const CallOptions& call) {
  try {
    static_cast<void>(store.list_threads({.page = {.limit = 1}}, call));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::schema_missing) throw;
    store.init(call);
  }
}

Exit Chat::run(const Context& context) const {
  if (context.json) throw UsageError("a chat is for people: leave out --json");
  const auto store = context.open();
  prepare(*store, context.call());
  Bot bot{*store, resource, thread, context};
  const bool terminal = isatty(STDIN_FILENO) != 0;
  say(context, bot.greet());
  while (const auto line = hear(context, terminal)) {
    if (line->find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto answer = bot.answer(*line);
    say(context, answer.text);
    if (answer.last) return Exit::done;
  }
  if (terminal) std::cout << '\n';
  return Exit::done;
}

}  // namespace

void add_chat(Command& app, Context& context) {
  const auto chat = std::make_shared<Chat>();
  auto command = app.add_command(
      context,
      {.name = "chat",
       .summary = "Talk to a small bot that remembers what you say",
       .details =
           "A thread holds the conversation, and a resource what the bot knows of you. Quit,\n"
           "start it again, and ask what it remembers. Makes the store's tables if there are none.",
       .examples = {"--store sqlite:bot.db chat", "--store sqlite:bot.db chat --as ada"}},
      [&context, chat] { return chat->run(context); });
  command.add_option("--as", chat->resource, "The resource that you are (you)");
  command.add_option("--thread", chat->thread,
                     "The thread to talk in (the resource's last one, else a new one)");
}

}  // namespace botstore::tools
