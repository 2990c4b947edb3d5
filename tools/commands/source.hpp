#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

/// \file
/// Other programs' databases, on the command line.

namespace botstore::tools {

struct ForeignSource {
  std::string url{};
  std::string schema = "public";
  std::optional<std::string> zone{};
};

/// --source, --source-schema and --zone.
void add_source_options(CLI::App& command, ForeignSource& source);

}  // namespace botstore::tools
