#pragma once

#include <string>

#include "botstore/filter.hpp"
#include "botstore/time.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

/// --equals, --has and --contains, which look into `what`: `metadata`.
void add_json_options(Command& command, JsonFilter& filter, const std::string& what);

/// --NAME-from, -after, -until and -before, for the times in `what`: `created_at`.
void add_time_options(Command& command, TimeRange& range, const std::string& name,
                      const std::string& what);

}  // namespace botstore::tools
