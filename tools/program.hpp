#pragma once

#include <memory>

#include "tools/context/context.hpp"

namespace CLI {
class App;
}

namespace botstore::tools {

/// The command line: every command, and the options for all of them, which go into `context`. The
/// context must outlive it.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(Context& context);

/// The program.
[[nodiscard]] Exit run(int argc, char** argv);

}  // namespace botstore::tools
