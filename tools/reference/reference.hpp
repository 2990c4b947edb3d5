#pragma once

#include <string>

namespace CLI {
class App;
}

/// \file
/// What is made of the command line's own declarations, so that it cannot go stale.

namespace botstore::tools {

/// The script that completes command lines in bash.
[[nodiscard]] std::string bash_completion(const CLI::App& app);

/// The manual page, for man and troff.
[[nodiscard]] std::string manual_page(const CLI::App& app);

}  // namespace botstore::tools
