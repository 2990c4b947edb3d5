#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace botstore::tools {

/// The commands below one that --help shows, in its order.
[[nodiscard]] std::vector<const CLI::App*> commands_of(const CLI::App& app);

/// The options of a command that begin with a dash.
[[nodiscard]] std::vector<const CLI::Option*> options_of(const CLI::App& app);

/// The arguments without a name.
[[nodiscard]] std::vector<const CLI::Option*> arguments_of(const CLI::App& app);

/// `--colour` and `--color`, `-f` and `--follow`.
[[nodiscard]] std::vector<std::string> names_of(const CLI::Option& option);

/// What may follow an option, where it is one of some words.
[[nodiscard]] std::vector<std::string> choices_of(const CLI::Option& option);

}  // namespace botstore::tools
