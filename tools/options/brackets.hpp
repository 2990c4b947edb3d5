#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// \file
/// CLI11 takes the argument `[a,b]` for the two values `a` and `b`. Here it may be an id, or JSON.

namespace botstore::tools {

/// The arguments, with a mark in front of those that CLI11 would take apart.
[[nodiscard]] std::vector<std::string> mark_brackets(int argc, char** argv);

/// Makes every option of the command line drop the mark again.
void take_marked(CLI::App& app);

}  // namespace botstore::tools
