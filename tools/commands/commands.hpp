#pragma once

#include "tools/context.hpp"

namespace CLI {
class App;
}

/// \file
/// Each function adds a command of its name, with what is below it. In the order of --help.

namespace botstore::tools {

void add_init(CLI::App& app, Context& context);
void add_threads(CLI::App& app, Context& context);

}  // namespace botstore::tools
