#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "botstore/backend/errors.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/follow.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/command.hpp"
#include "tools/options/filters.hpp"
#include "tools/output/chat.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

struct List {
  std::vector<std::string> threads{};
  std::vector<std::string> roles{};
  std::vector<std::string> types{};
  std::vector<std::string> around{};
  std::int64_t window = 3;
  bool without_content = false;
  bool show_ids = false;
  bool follow = false;
  double interval = 1;
  MessageQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const;

 private:
  [[nodiscard]] MessageQuery wanted() const;
  [[nodiscard]] std::unique_ptr<Printer<Message>> printer(const Context& context) const;
  [[nodiscard]] Exit print_last(const Context& context, Storage& store) const;
};

MessageQuery List::wanted() const {
  auto wanted = query;
  if (!threads.empty()) wanted.thread_ids = threads;
  if (!roles.empty()) wanted.roles = roles;
  if (!types.empty()) wanted.types = types;
  wanted.with_content = !without_content;
  if (threads.empty() && !query.resource_id)
    throw UsageError("name a thread, or say --resource: whose messages?");
  if (!around.empty() && threads.size() != 1)
    throw UsageError("--around names messages of one thread: name it");
  for (const auto& id : around)
    wanted.include.push_back({.message = {threads.front(), id}, .before = window, .after = window});
  return wanted;
}

std::unique_ptr<Printer<Message>> List::printer(const Context& context) const {
  if (context.json) return std::make_unique<JsonPrinter<Message>>();
  return std::make_unique<ChatPrinter>(context.out_style(),
                                       ChatView{.name_threads = threads.size() != 1,
                                                .show_ids = show_ids,
                                                .show_contents = !without_content});
}

/// As one reads a chat: the last messages, and of these the oldest first.
Exit List::print_last(const Context& context, Storage& store) const {
  auto last = wanted();
  last.direction = Direction::descending;
  last.page = options.page();
  auto page = store.list_messages(last, context.call());
  std::ranges::reverse(page.items);
  const auto out = printer(context);
  for (const auto& message : page.items) out->print(message);
  out->finish();
  print_end(context, page, "Earlier");
  return Exit::done;
}

Exit List::run(const Context& context) const {
  if (follow) {
    const auto milliseconds = std::chrono::duration<double, std::milli>{interval * 1'000};
    return follow_messages(
        context, wanted(),
        {.last = options.limit,
         .interval = std::chrono::duration_cast<std::chrono::milliseconds>(milliseconds)},
        *printer(context));
  }
  const auto messages = wanted();
  const auto store = context.open();
  if (!options.direction && !options.all) return print_last(context, *store);
  return print_list(context, options, messages, *printer(context),
                    [&](const auto& one) { return store->list_messages(one, context.call()); });
}

void add_filters(CLI::App& command, List& list) {
  const std::string which = "Which ones";
  command.add_option("--resource", list.query.resource_id, "Those of this resource")->group(which);
  add_repeated(command, "--role", list.roles, "Those of this role; may be repeated").group(which);
  add_repeated(command, "--type", list.types, "Those of this type; may be repeated").group(which);
  add_time_options(command, list.query.created, "created", "Created");
  add_json_options(command, list.query.metadata, "metadata");
  add_repeated(command, "--around", list.around,
               "This message of the thread too, with its neighbours; may be repeated")
      .group(which);
  command.add_option("--window", list.window, "How many neighbours on either side (3)")
      ->check(CLI::NonNegativeNumber)
      ->group(which);
}

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command = add_command(
      group, context,
      {.name = "list",
       .summary = "Read messages, as a chat",
       .details = "The last ones, the oldest of them first, unless --ascending, --descending or\n"
                  "--all says otherwise.",
       .examples = {"messages list chat-7", "messages list chat-7 --follow",
                    "messages list --resource ada --role user --created-from 7d --all --json"}},
      [&context, list] { return list->run(context); });
  add_names(command, "THREAD", list->threads, "The threads that they are in");
  command.add_flag("--ids", list->show_ids, "Show the messages' ids");
  command.add_flag("--no-content", list->without_content, "Do not read the contents");
  add_filters(command, *list);
  add_list_options(command, list->options);
  auto* follow = command.add_flag("--follow,-f", list->follow, "Then show new ones as they come");
  for (const char* other :
       {"--all", "--cursor", "--offset", "--total", "--ascending", "--descending", "--around"})
    follow->excludes(command.get_option(other));
  command.get_option("--all")->excludes(command.get_option("--around"));
  command.add_option("--interval", list->interval, "Seconds between two looks, with --follow (1)")
      ->check(CLI::Range(0.01, 3'600.0));
}

Exit show(const Context& context, const MessageKey& key) {
  const auto store = context.open();
  const auto message = store->get_message(key, {}, context.call());
  if (!message) return not_found(context, backend::describe(key));
  print_one(context, *message);
  return Exit::done;
}

void add_show(CLI::App& group, Context& context) {
  const auto key = std::make_shared<MessageKey>();
  auto& command = add_command(
      group, context,
      {.name = "show", .summary = "Show one message", .examples = {"messages show chat-7 wamid.1"}},
      [&context, key] { return show(context, *key); });
  command.add_option("THREAD", key->thread_id, "The thread that it is in")->required();
  command.add_option("ID", key->id, "The message")->required();
}

struct Delete {
  std::string thread{};
  std::vector<std::string> ids{};
  bool sure = false;

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto what = ids.size() == 1 ? "the message " + safe_text(ids.front())
                                      : fmt::format("{} messages", ids.size());
    return delete_each(
        context, ids, sure,
        fmt::format("Delete {} of the thread {}, with its metadata?", what, safe_text(thread)),
        "message", [&](const auto& id) {
          return store->delete_messages({{thread, id}}, context.call()) == 1;
        });
  }
};

void add_delete(CLI::App& group, Context& context) {
  const auto options = std::make_shared<Delete>();
  auto& command = add_command(group, context,
                              {.name = "delete",
                               .summary = "Delete messages of a thread, and their metadata",
                               .examples = {"messages delete chat-7 wamid.1 wamid.2 --yes"}},
                              [&context, options] { return options->run(context); });
  command.add_option("THREAD", options->thread, "The thread that they are in")->required();
  add_names(command, "ID", options->ids, "The messages").required();
  command.add_flag("--yes", options->sure, "Do not ask");
}

}  // namespace

void add_messages(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "messages",
                                .summary = "Read, follow, show and delete messages",
                                .examples = {"messages list chat-7 --follow"}});
  add_list(group, context);
  add_show(group, context);
  add_delete(group, context);
}

}  // namespace botstore::tools
