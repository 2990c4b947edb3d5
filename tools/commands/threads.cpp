#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "botstore/backend/errors.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/choice.hpp"
#include "tools/options/command.hpp"
#include "tools/options/filters.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

Columns<Thread> columns() {
  return {
      {{"ID"}, [](const Thread& thread) { return thread.id; }},
      {{"RESOURCE"}, [](const Thread& thread) { return thread.resource_id; }},
      {{.title = "TITLE", .may_shrink = true}, [](const Thread& thread) { return thread.title; }},
      {{"CREATED"}, [](const Thread& thread) { return short_time(thread.created_at); }},
      {{"LAST MESSAGE"}, [](const Thread& thread) { return short_time(thread.last_message_at); }},
      {{"ARCHIVED"}, [](const Thread& thread) { return short_time(thread.archived_at); }},
  };
}

struct List {
  ThreadQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    return print_list(
        context, options, query, *make_printer(context, columns()),
        [&](const auto& wanted) { return store->list_threads(wanted, context.call()); });
  }
};

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command =
      add_command(group, context,
                  {.name = "list",
                   .summary = "List threads, the newest first",
                   .examples = {"threads list --resource ada --created-from 7d",
                                "threads list --equals flow.step=2 --archived excluded --json"}},
                  [&context, list] { return list->run(context); });
  auto& query = list->query;
  const std::string which = "Which ones";
  command.add_option("--resource", query.resource_id, "Those of this resource")->group(which);
  add_choice<Archived>(
      command, "--archived", query.archived,
      {{"any", Archived::any}, {"only", Archived::only}, {"excluded", Archived::excluded}},
      "Archived ones too, only them, or not")
      .group(which);
  add_time_options(command, query.created, "created", "Created");
  add_time_options(command, query.updated, "updated", "Updated");
  add_json_options(command, query.metadata, "metadata");
  add_choice<ThreadOrder>(
      command, "--order", query.order_by,
      {{"created", ThreadOrder::created_at}, {"updated", ThreadOrder::updated_at}},
      "By which time");
  add_list_options(command, list->options);
}

Exit show(const Context& context, const std::string& id) {
  const auto store = context.open();
  const auto thread = store->get_thread(id, {}, context.call());
  if (!thread) return not_found(context, backend::describe_thread(id));
  print_one(context, *thread);
  return Exit::done;
}

void add_show(CLI::App& group, Context& context) {
  const auto id = std::make_shared<std::string>();
  auto& command = add_command(
      group, context,
      {.name = "show", .summary = "Show one thread", .examples = {"threads show chat-7"}},
      [&context, id] { return show(context, *id); });
  command.add_option("ID", *id, "The thread")->required();
}

struct Delete {
  std::vector<std::string> ids{};
  bool sure = false;

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto what = ids.size() == 1 ? "the thread " + safe_text(ids.front())
                                      : fmt::format("{} threads", ids.size());
    return delete_each(context, ids, sure,
                       fmt::format("Delete {}, with messages and metadata?", what), "thread",
                       [&](const auto& id) { return store->delete_thread(id, context.call()); });
  }
};

void add_delete(CLI::App& group, Context& context) {
  const auto options = std::make_shared<Delete>();
  auto& command = add_command(group, context,
                              {.name = "delete",
                               .summary = "Delete threads, their messages and the metadata of both",
                               .examples = {"threads delete chat-7 chat-8 --yes"}},
                              [&context, options] { return options->run(context); });
  add_names(command, "ID", options->ids, "The threads").required();
  command.add_flag("--yes", options->sure, "Do not ask");
}

}  // namespace

void add_threads(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "threads",
                                .summary = "List, show and delete threads",
                                .examples = {"threads list", "threads show chat-7"}});
  add_list(group, context);
  add_show(group, context);
  add_delete(group, context);
}

}  // namespace botstore::tools
