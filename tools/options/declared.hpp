#pragma once

#include <string>
#include <vector>

/// \file
/// What was declared, for those who tell of it: completions, the manual page.

namespace botstore::tools {

struct DeclaredOption {
  std::vector<std::string> names{};  ///< `--colour`, `--color`. Of an argument: the one, no dashes.
  std::string description{};
  std::string value{};  ///< What stands for its value in --help; empty for a flag and an argument.
  std::vector<std::string> choices{};  ///< The values, where they are some words.
  bool repeats = false;                ///< Takes more than one value.
};

struct DeclaredCommand {
  std::string name{};
  std::string summary{};
  std::string details{};
  std::vector<std::string> examples{};
  std::vector<DeclaredOption> options{};
  std::vector<DeclaredOption> arguments{};
  std::vector<DeclaredCommand> commands{};  ///< Those that --help shows, in its order.
};

}  // namespace botstore::tools
