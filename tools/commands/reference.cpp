#include <iostream>

#include "tools/commands/commands.hpp"
#include "tools/options/command.hpp"
#include "tools/reference/reference.hpp"

namespace botstore::tools {

void add_completion(Command& app, Context& context) {
  auto group = app.add_group({.name = "completion",
                              .summary = "Print the script that completes command lines in a shell",
                              .examples = {"completion bash"}});
  group.add_command(context,
                    {.name = "bash",
                     .summary = "For bash",
                     .details = "In ~/.bashrc: source <(botstore completion bash)",
                     .examples = {"completion bash"}},
                    [app] {
                      std::cout << bash_completion(app.declared());
                      return Exit::done;
                    });
}

void add_man(Command& app, Context& context) {
  auto command = app.add_command(
      context, {.name = "man", .summary = "Print the manual page, as troff", .examples = {"man"}},
      [app] {
        std::cout << manual_page(app.declared());
        return Exit::done;
      });
  command.hide();  // For the build; people call man.
}

}  // namespace botstore::tools
