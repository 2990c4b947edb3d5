#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/context/context.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// \file
/// How commands and options are declared, so that they all look and behave alike.

namespace botstore::tools {

/// What --help, the man page and the completion tell of a command.
struct CommandText {
  std::string name{};
  std::string summary{};                ///< One line, without a full stop.
  std::string details{};                ///< Sentences below it; may be empty.
  std::vector<std::string> examples{};  ///< Command lines without `botstore`. At least one.
};

/// Adds a command that does something: `run`, after the whole command line has been understood.
CLI::App& add_command(CLI::App& parent, Context& context, const CommandText& text,
                      std::function<Exit()> run);

/// Adds a command that only has commands below it.
CLI::App& add_group(CLI::App& parent, const CommandText& text);

/// The command lines that a command's help shows as examples.
[[nodiscard]] std::vector<std::string> examples_of(const CLI::App& command);

/// The sentences below a command's options.
[[nodiscard]] std::string details_of(const CLI::App& command);

/// An option that takes one value each time it is named. (CLI11's own takes all that follow.)
CLI::Option& add_repeated(CLI::App& command, const std::string& name,
                          std::vector<std::string>& values, const std::string& description);

/// Arguments without a name, one or more, taken as they are.
CLI::Option& add_names(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                       const std::string& description);

}  // namespace botstore::tools
