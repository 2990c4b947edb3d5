#include <iostream>
#include <memory>

#include "tools/commands/commands.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"
#include "tools/output/json.hpp"

namespace botstore::tools {

namespace {

Exit print_schema(const Context& context) {
  const auto store = context.open();
  const auto sql = schema_sql_of(*store);
  if (context.json)
    print_json(std::cout, Json::object({{"sql", Json::string(sql)}}));
  else
    std::cout << sql;
  return Exit::done;
}

}  // namespace

void add_schema(Command& app, Context& context) {
  const auto diff = std::make_shared<bool>(false);
  auto command = app.add_command(
      context,
      {.name = "schema",
       .summary = "Print the SQL that makes the store's tables, without connecting",
       .details = "The URL says for which backend and, by its parameters schema and\n"
                  "resource_index, what for PostgreSQL; of the rest of it nothing is used.\n"
                  "With --diff, ends with 4 if a part is missing or differs.",
       .examples = {"--store 'postgresql://localhost/bot?schema=dialogues' schema",
                    "--store sqlite:bot.db schema --diff"}},
      [&context, diff] {
        if (!*diff) return print_schema(context);
        const auto store = context.open();
        return print_differences(context, differences_of(*store, context.call()));
      });
  command.add_flag("--diff", *diff, "Connect, and show how the store's tables differ from it");
}

}  // namespace botstore::tools
