#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/commands/commands.hpp"
#include "tools/options/command.hpp"
#include "tools/reference/reference.hpp"

namespace botstore::tools {

void add_completion(CLI::App& app, Context& context) {
  auto& group =
      add_group(app, {.name = "completion",
                      .summary = "Print the script that completes command lines in a shell",
                      .examples = {"completion bash"}});
  add_command(group, context,
              {.name = "bash",
               .summary = "For bash",
               .details = "In ~/.bashrc: source <(botstore completion bash)",
               .examples = {"completion bash"}},
              [&app] {
                std::cout << bash_completion(app);
                return Exit::done;
              });
}

void add_man(CLI::App& app, Context& context) {
  auto& command = add_command(
      app, context,
      {.name = "man", .summary = "Print the manual page, as troff", .examples = {"man"}}, [&app] {
        std::cout << manual_page(app);
        return Exit::done;
      });
  command.group("");  // For the build; people call man.
}

}  // namespace botstore::tools
