#include "tools/options/brackets.hpp"

#include <CLI/CLI.hpp>

namespace botstore::tools {

namespace {

constexpr char mark = '\x01';

std::string unmark(std::string& value) {
  if (value.size() > 1 && value[0] == mark && value[1] == '[') value.erase(0, 1);
  return {};
}

}  // namespace

std::vector<std::string> mark_brackets(int argc, char** argv) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    auto& argument = arguments.emplace_back(argv[i]);
    if (argument.starts_with('[') && argument.ends_with(']')) argument.insert(0, 1, mark);
  }
  return arguments;
}

void take_marked(CLI::App& app) {
  for (auto* option : app.get_options()) option->transform(CLI::Validator{unmark, ""});
  for (auto* command : app.get_subcommands({})) take_marked(*command);
}

}  // namespace botstore::tools
