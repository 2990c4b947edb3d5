#pragma once

#include <cstdint>

#include "tools/findings/finding.hpp"

namespace botstore::tools {

/// The version of a store's tables, as they say it themselves.
struct SchemaVersion {
  std::int64_t version = 0;
  std::int64_t readable_from = 0;  ///< The oldest version whose library can work on it.
};

/// Whether a library that makes the version `known` can use the tables.
[[nodiscard]] Finding judge_version(const SchemaVersion& live, std::int64_t known);

}  // namespace botstore::tools
