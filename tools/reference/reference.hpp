#pragma once

#include <string>

#include "tools/options/declared.hpp"

/// \file
/// What is made of the command line's own declarations, so that it cannot go stale.

namespace botstore::tools {

/// The script that completes command lines in bash.
[[nodiscard]] std::string bash_completion(const DeclaredCommand& program);

/// The manual page, for man and troff.
[[nodiscard]] std::string manual_page(const DeclaredCommand& program);

}  // namespace botstore::tools
