#pragma once

#include <optional>
#include <string>

#include "tools/options/command.hpp"

/// \file
/// Other programs' databases, on the command line.

namespace botstore::tools {

struct ForeignSource {
  std::string url{};
  std::string schema = "public";
  std::optional<std::string> zone{};
};

/// --source, --source-schema and --zone.
void add_source_options(Command& command, ForeignSource& source);

}  // namespace botstore::tools
