#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "tools/reference/reference.hpp"

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

using Visit = std::function<void(const std::string& path, const DeclaredCommand& command)>;

void visit(const DeclaredCommand& command, const std::string& path, const Visit& what) {
  what(path, command);
  for (const auto& below : command.commands) visit(below, path + '/' + below.name, what);
}

/// What may follow an option: some words, or something that nobody knows.
void add_values(std::string& values, const std::string& path, const DeclaredOption& option) {
  if (option.value.empty()) return;
  for (const auto& name : option.names) {
    values += fmt::format("    {}:{}) ", path, name);
    values += option.choices.empty() ? "COMPREPLY=() && return ;;\n"
                                     : fmt::format(
                                           "words='{}' && COMPREPLY=($(compgen -W \"$words\" -- "
                                           "\"$current\")) && return ;;\n",
                                           fmt::join(option.choices, " "));
  }
}

}  // namespace

std::string bash_completion(const DeclaredCommand& program) {
  std::vector<std::string> paths;
  std::string values;
  std::string commands;
  visit(program, "", [&](const std::string& path, const DeclaredCommand& command) {
    if (!path.empty()) paths.push_back(path);
    std::vector<std::string> words;
    for (const auto& below : command.commands) words.push_back(below.name);
    for (const auto& option : command.options) {
      words.insert(words.end(), option.names.begin(), option.names.end());
      add_values(values, path, option);
    }
    // The program's own options may stand behind a command too.
    if (!path.empty())
      for (const auto& option : program.options) add_values(values, path, option);
    if (!path.empty()) words.insert(words.end(), {"--store", "--json", "--colour", "--timeout"});
    commands += fmt::format("    '{}') words='{}' ;;\n", path, fmt::join(words, " "));
  });
  return fmt::format(script, fmt::arg("paths", fmt::join(paths, " | ")), fmt::arg("values", values),
                     fmt::arg("commands", commands));
}

}  // namespace botstore::tools
