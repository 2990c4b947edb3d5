#include <iostream>

#include "tools/commands/commands.hpp"
#include "tools/options/command.hpp"
#include "tools/output/json.hpp"

namespace botstore::tools {

namespace {

Exit init(const Context& context) {
  const auto store = context.open();
  store->init(context.call());
  const auto backend = store->capabilities().backend;
  if (context.json)
    print_json(std::cout,
               Json::object({{"backend", Json::string(backend)}, {"ready", Json::boolean(true)}}));
  else
    std::cout << "The store (" << backend << ") is ready.\n";
  return Exit::done;
}

}  // namespace

void add_init(Command& app, Context& context) {
  app.add_command(context,
                  {.name = "init",
                   .summary = "Create the store's tables, or bring them up to date",
                   .details = "Does nothing where they are current.",
                   .examples = {"--store sqlite:bot.db init"}},
                  [&context] { return init(context); });
}

}  // namespace botstore::tools
