#pragma once

#include <string>

#include "botstore/filter.hpp"
#include "botstore/time.hpp"

namespace CLI {
class App;
}

namespace botstore::tools {

/// --equals, --has and --contains, which look into `what`: `metadata`.
void add_json_options(CLI::App& command, JsonFilter& filter, const std::string& what);

/// --NAME-from, -after, -until and -before, for the times in `what`: `created_at`.
void add_time_options(CLI::App& command, TimeRange& range, const std::string& name,
                      const std::string& what);

}  // namespace botstore::tools
