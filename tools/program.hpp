#pragma once

#include "tools/context/context.hpp"
#include "tools/options/command_line.hpp"

namespace botstore::tools {

/// The command line: every command, and the options for all of them, which go into `context`. The
/// context must outlive it.
[[nodiscard]] CommandLine make_command_line(Context& context);

/// The program.
[[nodiscard]] Exit run(int argc, char** argv);

}  // namespace botstore::tools
