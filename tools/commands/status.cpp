#include "tools/commands/commands.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

void add_status(Command& app, Context& context) {
  app.add_command(context,
                  {.name = "status",
                   .summary = "Show the store's version, sizes, counts and settings",
                   .examples = {"status", "status --json"}},
                  [&context] {
                    const auto store = context.open();
                    print_status(context, status_of(*store, context.call()));
                    return Exit::done;
                  });
}

}  // namespace botstore::tools
