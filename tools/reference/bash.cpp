#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "tools/options/formatter.hpp"
#include "tools/reference/reference.hpp"
#include "tools/reference/tree.hpp"

namespace botstore::tools {

namespace {

// A command's path is `/threads/list`; that of the program itself is empty.
constexpr const char* script = R"(# bash completion for botstore, made by: botstore completion bash
_botstore() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} path= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case $path/${{COMP_WORDS[i]}} in
      {paths}) path+=/${{COMP_WORDS[i]}} ;;
    esac
  done
  case $path:$previous in
{values}  esac
  case $path in
{commands}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _botstore botstore
)";

using Visit = std::function<void(const std::string& path, const CLI::App& command)>;

void visit(const CLI::App& command, const std::string& path, const Visit& what) {
  what(path, command);
  for (const auto* below : commands_of(command))
    visit(*below, path + '/' + below->get_name(), what);
}

/// What may follow an option: some words, or something that nobody knows.
void add_values(std::string& values, const std::string& path, const CLI::Option& option) {
  if (value_name(option).empty()) return;
  for (const auto& name : names_of(option)) {
    const auto choices = choices_of(option);
    values += fmt::format("    {}:{}) ", path, name);
    values += choices.empty() ? "COMPREPLY=() && return ;;\n"
                              : fmt::format(
                                    "words='{}' && COMPREPLY=($(compgen -W \"$words\" -- "
                                    "\"$current\")) && return ;;\n",
                                    fmt::join(choices, " "));
  }
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::vector<std::string> paths;
  std::string values;
  std::string commands;
  visit(app, "", [&](const std::string& path, const CLI::App& command) {
    if (!path.empty()) paths.push_back(path);
    std::vector<std::string> words;
    for (const auto* below : commands_of(command)) words.push_back(below->get_name());
    for (const auto* option : options_of(command)) {
      for (const auto& name : names_of(*option)) words.push_back(name);
      add_values(values, path, *option);
    }
    // The program's own options may stand behind a command too.
    if (!path.empty())
      for (const auto* option : options_of(app)) add_values(values, path, *option);
    if (!path.empty()) words.insert(words.end(), {"--store", "--json", "--colour", "--timeout"});
    commands += fmt::format("    '{}') words='{}' ;;\n", path, fmt::join(words, " "));
  });
  return fmt::format(script, fmt::arg("paths", fmt::join(paths, " | ")), fmt::arg("values", values),
                     fmt::arg("commands", commands));
}

}  // namespace botstore::tools
