#include "tools/options/command.hpp"

#include <CLI/CLI.hpp>
#include <utility>

namespace botstore::tools {

namespace {

constexpr std::string_view example_mark = "  botstore ";

std::string footer_of(const CommandText& text) {
  std::string footer;
  if (!text.details.empty()) footer += '\n' + text.details + '\n';
  footer += text.examples.size() == 1 ? "\nExample:\n" : "\nExamples:\n";
  for (const auto& example : text.examples) footer.append(example_mark).append(example) += '\n';
  return footer;
}

CLI::App& add(CLI::App& parent, const CommandText& text) {
  auto& command = *parent.add_subcommand(text.name, text.summary);
  command.footer(footer_of(text));
  // So that --store and the other options for all commands may stand anywhere.
  command.fallthrough();
  return command;
}

}  // namespace

CLI::App& add_command(CLI::App& parent, Context& context, const CommandText& text,
                      std::function<Exit()> run) {
  auto& command = add(parent, text);
  command.callback([&context, run = std::move(run)] { context.run = run; });
  return command;
}

CLI::App& add_group(CLI::App& parent, const CommandText& text) {
  auto& group = add(parent, text);
  group.require_subcommand(1);
  return group;
}

std::vector<std::string> examples_of(const CLI::App& command) {
  std::vector<std::string> examples;
  std::string_view rest;
  const std::string footer = command.get_footer();
  for (rest = footer; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (line.starts_with(example_mark)) examples.emplace_back(line.substr(example_mark.size()));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return examples;
}

std::string details_of(const CLI::App& command) {
  const auto footer = command.get_footer();
  const auto end = footer.rfind("\nExample");
  return end == std::string::npos || end == 0 ? "" : footer.substr(1, end - 2);
}

CLI::Option& add_repeated(CLI::App& command, const std::string& name,
                          std::vector<std::string>& values, const std::string& description) {
  return *command.add_option(name, values, description)->allow_extra_args(false);
}

CLI::Option& add_names(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                       const std::string& description) {
  return *command.add_option(name, values, description);
}

}  // namespace botstore::tools
