#pragma once

#include <string>

#include "tools/commands/source.hpp"
#include "tools/context/context.hpp"

namespace botstore::tools {

/// `program` is `mastra` or `builderbot`. `unknown_owner` is who owns Mastra's threads that name
/// nobody.
[[nodiscard]] Exit import_foreign(const Context& context, const std::string& program,
                                  const ForeignSource& source, const std::string& unknown_owner);

}  // namespace botstore::tools
