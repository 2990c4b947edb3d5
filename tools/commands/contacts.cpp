#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "tools/commands/commands.hpp"
#include "tools/commands/lists.hpp"
#include "tools/options/choice.hpp"
#include "tools/options/command.hpp"
#include "tools/options/filters.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

Columns<Contact> columns() {
  return {
      {{.title = "ID", .align = Table::Align::right},
       [](const Contact& contact) { return std::to_string(contact.id); }},
      {{"PHONE"}, [](const Contact& contact) { return contact.phone.value_or(""); }},
      {{.title = "VALUES", .may_shrink = true},
       [](const Contact& contact) { return one_line(contact.values); }},
      {{"CREATED"}, [](const Contact& contact) { return short_time(contact.created_at); }},
      {{"LAST INTERACTION"},
       [](const Contact& contact) { return short_time(contact.last_interaction); }},
  };
}

struct List {
  ContactQuery query{};
  ListOptions options{};

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    return print_list(
        context, options, query, *make_printer(context, columns()),
        [&](const auto& wanted) { return store->list_contacts(wanted, context.call()); });
  }
};

void add_list(CLI::App& group, Context& context) {
  const auto list = std::make_shared<List>();
  auto& command =
      add_command(group, context,
                  {.name = "list",
                   .summary = "List contacts, the last interaction first",
                   .examples = {"contacts list", "contacts list --equals city=Nairobi --json"}},
                  [&context, list] { return list->run(context); });
  add_json_options(command, list->query.values, "values");
  add_choice<ContactOrder>(
      command, "--order", list->query.order_by,
      {{"interaction", ContactOrder::last_interaction}, {"id", ContactOrder::id}}, "By what");
  add_list_options(command, list->options);
}

Exit show(const Context& context, const std::string& phone) {
  const auto store = context.open();
  const auto contact = store->get_contact(phone, context.call());
  if (!contact) return not_found(context, "contact \"" + safe_text(phone) + "\"");
  print_one(context, *contact);
  return Exit::done;
}

void add_show(CLI::App& group, Context& context) {
  const auto phone = std::make_shared<std::string>();
  auto& command = add_command(group, context,
                              {.name = "show",
                               .summary = "Show the contact of a phone",
                               .examples = {"contacts show +254700000001"}},
                              [&context, phone] { return show(context, *phone); });
  command.add_option("PHONE", *phone, "Its phone")->required();
}

struct Delete {
  std::vector<std::string> phones{};
  DeleteContactOptions options{};
  bool sure = false;

  [[nodiscard]] Exit run(const Context& context) const {
    const auto store = context.open();
    const auto what = phones.size() == 1 ? "the contact " + safe_text(phones.front())
                                         : fmt::format("{} contacts", phones.size());
    return delete_each(
        context, phones, sure,
        fmt::format("Delete {}{}?", what, options.with_history ? " and the history" : ""),
        "contact",
        [&](const auto& phone) { return store->delete_contact(phone, options, context.call()); });
  }
};

void add_delete(CLI::App& group, Context& context) {
  const auto options = std::make_shared<Delete>();
  auto& command = add_command(group, context,
                              {.name = "delete",
                               .summary = "Delete contacts, with their history or without",
                               .examples = {"contacts delete +254700000001 --with-history --yes"}},
                              [&context, options] { return options->run(context); });
  add_names(command, "PHONE", options->phones, "Their phones").required();
  command.add_flag("--with-history", options->options.with_history, "Delete their history too");
  command.add_flag("--yes", options->sure, "Do not ask");
}

}  // namespace

void add_contacts(CLI::App& app, Context& context) {
  auto& group = add_group(app, {.name = "contacts",
                                .summary = "List, show and delete contacts",
                                .examples = {"contacts list"}});
  add_list(group, context);
  add_show(group, context);
  add_delete(group, context);
}

}  // namespace botstore::tools
