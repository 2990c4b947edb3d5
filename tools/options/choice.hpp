#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace botstore::tools {

/// An option whose value is one of some words. Help and completion list them: they are its type.
template <class T>
CLI::Option& add_choice(CLI::App& command, const std::string& name, T& value,
                        std::vector<std::pair<std::string, T>> choices,
                        const std::string& description) {
  std::string words;
  for (const auto& [word, meaning] : choices) words += (words.empty() ? "" : "|") + word;
  const auto take = [&value, choices, words, name](const std::string& text) {
    for (const auto& [word, meaning] : choices) {
      if (word != text) continue;
      value = meaning;
      return;
    }
    throw CLI::ValidationError(name, "\"" + text + "\" is none of " + words);
  };
  return *command.add_option_function<std::string>(name, take, description)->type_name(words);
}

}  // namespace botstore::tools
