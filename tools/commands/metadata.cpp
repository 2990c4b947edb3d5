#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "botstore/backend/errors.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/command.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

void add_owner(CLI::App& command, MetadataOwner& owner) {
  command.add_option("THREAD", owner.thread_id, "The thread that they hang on")->required();
  command.add_option("--message", owner.message_id, "Not on the thread: on this message of it");
}

Columns<MetadataEntry> columns() {
  return {
      {{"MESSAGE"}, [](const MetadataEntry& entry) { return entry.owner.message_id.value_or(""); }},
      {{"KEY"}, [](const MetadataEntry& entry) { return entry.key; }},
      {{.title = "VALUE", .may_shrink = true},
       [](const MetadataEntry& entry) { return one_line(entry.value); }},
      {{"UPDATED"}, [](const MetadataEntry& entry) { return short_time(entry.updated_at); }},
  };
}

struct List {
  MetadataOwner owner{};
  MetadataQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    return print_list(
        context, options, query, *make_printer(context, columns()),
        [&](const auto& wanted) { return store->list_metadata(owner, wanted, context.call()); });
  }
};

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command =
      add_command(group, context,
                  {.name = "list",
                   .summary = "List the values that hang on a thread or a message, by key",
                   .examples = {"metadata list chat-7",
                                "metadata list chat-7 --message wamid.1 --prefix seen"}},
                  [&context, list] { return list->run(context); });
  add_owner(command, list->owner);
  command.add_option("--prefix", list->query.key_prefix, "Keys that begin so")->group("Which ones");
  command
      .add_flag("--with-messages", list->query.with_messages, "Those on the thread's messages too")
      ->group("Which ones");
  add_list_options(command, list->options);
}

struct Entry {
  MetadataOwner owner{};
  std::string key{};
};

Exit show(const Context& context, const Entry& named) {
  const auto store = context.open();
  const auto entry = store->get_metadata(named.owner, named.key, context.call());
  if (!entry) return not_found(context, backend::describe(named.owner, named.key));
  print_one(context, *entry);
  return Exit::done;
}

void add_show(CLI::App& group, Context& context) {
  const auto entry = std::make_shared<Entry>();
  auto& command = add_command(
      group, context,
      {.name = "show", .summary = "Show one value", .examples = {"metadata show chat-7 flow"}},
      [&context, entry] { return show(context, *entry); });
  add_owner(command, entry->owner);
  command.add_option("KEY", entry->key, "Its key")->required();
}

struct Delete {
  MetadataOwner owner{};
  std::vector<std::string> keys{};
  bool sure = false;

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto what = keys.size() == 1 ? "the value " + safe_text(keys.front())
                                       : fmt::format("{} values", keys.size());
    const auto message =
        owner.message_id ? fmt::format("message {} of the ", safe_text(*owner.message_id)) : "";
    return delete_each(
        context, keys, sure,
        fmt::format("Delete {} of the {}thread {}?", what, message, safe_text(owner.thread_id)),
        "metadata",
        [&](const auto& key) { return store->remove_metadata(owner, key, {}, context.call()); });
  }
};

void add_delete(CLI::App& group, Context& context) {
  const auto options = std::make_shared<Delete>();
  auto& command = add_command(group, context,
                              {.name = "delete",
                               .summary = "Delete values",
                               .examples = {"metadata delete chat-7 flow --yes"}},
                              [&context, options] { return options->run(context); });
  add_owner(command, options->owner);
  add_names(command, "KEY", options->keys, "Their keys").required();
  command.add_flag("--yes", options->sure, "Do not ask");
}

}  // namespace

void add_metadata(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "metadata",
                                .summary = "List, show and delete values on threads and messages",
                                .examples = {"metadata list chat-7"}});
  add_list(group, context);
  add_show(group, context);
  add_delete(group, context);
}

}  // namespace botstore::tools
