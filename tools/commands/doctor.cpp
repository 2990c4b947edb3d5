#include "tools/commands/commands.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

void add_doctor(Command& app, Context& context) {
  app.add_command(context,
                  {.name = "doctor",
                   .summary = "Look for faults, and say how to mend each",
                   .details = "It changes nothing. Ends with 4 if it has found a fault.",
                   .examples = {"doctor", "doctor --json"}},
                  [&context] {
                    const auto store = context.open();
                    return print_findings(context, examine(*store, context.call()));
                  });
}

}  // namespace botstore::tools
