#include <CLI/CLI.hpp>

#include "tools/commands/commands.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/command.hpp"
#include "tools/options/filters.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

Columns<HistoryEntry> columns() {
  return {
      {{.title = "ID", .align = Table::Align::right},
       [](const HistoryEntry& entry) { return std::to_string(entry.id); }},
      {{"TIME"}, [](const HistoryEntry& entry) { return short_time(entry.created_at); }},
      {{"PHONE"}, [](const HistoryEntry& entry) { return entry.phone.value_or(""); }},
      {{"REF"}, [](const HistoryEntry& entry) { return entry.ref; }},
      {{"KEYWORD"}, [](const HistoryEntry& entry) { return entry.keyword.value_or(""); }},
      {{.title = "ANSWER", .may_shrink = true},
       [](const HistoryEntry& entry) { return entry.answer; }},
  };
}

struct List {
  HistoryQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    return print_list(
        context, options, query, *make_printer(context, columns()),
        [&](const auto& wanted) { return store->list_history(wanted, context.call()); });
  }
};

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command =
      add_command(group, context,
                  {.name = "list",
                   .summary = "List steps of flows, the oldest first",
                   .examples = {"history list --phone +254700000001 --descending",
                                "history list --with-keyword --created-from 7d --json"}},
                  [&context, list] { return list->run(context); });
  auto& query = list->query;
  const std::string which = "Which ones";
  command.add_option("--phone", query.phone, "Those of this phone")->group(which);
  command.add_option("--contact", query.contact_id, "Those of the contact of this id")
      ->group(which);
  command.add_flag("--with-keyword", query.with_keyword, "Those that have a keyword")->group(which);
  add_time_options(command, query.created, "created", "Created");
  add_list_options(command, list->options);
}

struct Show {
  std::string phone{};
  LastHistoryOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto entry = store->last_history(phone, options, context.call());
    if (!entry) return not_found(context, "history of \"" + safe_text(phone) + "\"");
    print_one(context, *entry);
    return Exit::done;
  }
};

void add_show(CLI::App& group, Context& context) {
  const auto show = std::make_shared<Show>();
  auto& command = add_command(group, context,
                              {.name = "show",
                               .summary = "Show the last step of a phone",
                               .examples = {"history show +254700000001 --with-keyword"}},
                              [&context, show] { return show->run(context); });
  command.add_option("PHONE", show->phone, "The phone")->required();
  command.add_flag("--with-keyword", show->options.with_keyword, "The last that has a keyword");
}

}  // namespace

void add_history(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "history",
                                .summary = "List and show steps of flows",
                                .details = "A history is deleted with its contact: contacts delete "
                                           "--with-history.",
                                .examples = {"history list --phone +254700000001"}});
  add_list(group, context);
  add_show(group, context);
}

}  // namespace botstore::tools
