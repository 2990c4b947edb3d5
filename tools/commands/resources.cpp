#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "botstore/backend/errors.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/command.hpp"
#include "tools/options/filters.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

Columns<Resource> columns() {
  return {
      {{"ID"}, [](const Resource& resource) { return resource.id; }},
      {{.title = "WORKING MEMORY", .may_shrink = true},
       [](const Resource& resource) { return resource.working_memory.value_or(""); }},
      {{.title = "METADATA", .may_shrink = true},
       [](const Resource& resource) { return one_line(resource.metadata); }},
      {{"UPDATED"}, [](const Resource& resource) { return short_time(resource.updated_at); }},
  };
}

struct List {
  ResourceQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    return print_list(
        context, options, query, *make_printer(context, columns()),
        [&](const auto& wanted) { return store->list_resources(wanted, context.call()); });
  }
};

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command = add_command(group, context,
                              {.name = "list",
                               .summary = "List resources by id",
                               .examples = {"resources list --prefix tenant-1/"}},
                              [&context, list] { return list->run(context); });
  command.add_option("--prefix", list->query.id_prefix, "Ids that begin so")->group("Which ones");
  add_json_options(command, list->query.metadata, "metadata");
  add_list_options(command, list->options);
}

Exit show(const Context& context, const std::string& id) {
  const auto store = context.open();
  const auto resource = store->get_resource(id, context.call());
  if (!resource) return not_found(context, backend::describe_resource(id));
  print_one(context, *resource);
  return Exit::done;
}

void add_show(CLI::App& group, Context& context) {
  const auto id = std::make_shared<std::string>();
  auto& command = add_command(group, context,
                              {.name = "show",
                               .summary = "Show one resource and its working memory",
                               .examples = {"resources show ada"}},
                              [&context, id] { return show(context, *id); });
  command.add_option("ID", *id, "The resource")->required();
}

struct Delete {
  std::vector<std::string> ids{};
  bool sure = false;

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto what = ids.size() == 1 ? "the resource " + safe_text(ids.front())
                                      : fmt::format("{} resources", ids.size());
    return delete_each(context, ids, sure,
                       fmt::format("Delete {}? Threads that bear its id stay.", what), "resource",
                       [&](const auto& id) { return store->delete_resource(id, context.call()); });
  }
};

void add_delete(CLI::App& group, Context& context) {
  const auto options = std::make_shared<Delete>();
  auto& command = add_command(group, context,
                              {.name = "delete",
                               .summary = "Delete resources; the threads that bear their ids stay",
                               .examples = {"resources delete ada --yes"}},
                              [&context, options] { return options->run(context); });
  add_names(command, "ID", options->ids, "The resources").required();
  command.add_flag("--yes", options->sure, "Do not ask");
}

}  // namespace

void add_resources(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "resources",
                                .summary = "List, show and delete resources",
                                .examples = {"resources list", "resources show ada"}});
  add_list(group, context);
  add_show(group, context);
  add_delete(group, context);
}

}  // namespace botstore::tools
