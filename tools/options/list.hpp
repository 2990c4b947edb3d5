#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "botstore/query.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

/// What every list takes: how much of it, from where, and which way.
struct ListOptions {
  std::int64_t limit = 20;
  std::string cursor{};
  std::int64_t offset = 0;
  bool total = false;
  bool all = false;
  std::optional<Direction> direction{};  ///< Absent: the command's own.

  /// For one page of the list.
  [[nodiscard]] Paging page() const;
};

void add_list_options(Command& command, ListOptions& options);

}  // namespace botstore::tools
