#include "tools/findings/version.hpp"

#include <fmt/format.h>

namespace botstore::tools {

Finding judge_version(const SchemaVersion& live, std::int64_t known) {
  const auto says = fmt::format("version {}, and this library makes {}", live.version, known);
  if (live.readable_from > known) return fault("schema", says, "Update botstore.");
  if (live.version < known) return fault("schema", says, "Run: botstore init");
  return {.check = "schema", .says = says};
}

}  // namespace botstore::tools
