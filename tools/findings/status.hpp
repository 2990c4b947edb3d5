#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "botstore/json.hpp"
#include "tools/context/context.hpp"

namespace botstore::tools {

/// What `status` tells. Names of numbers of bytes end in `_bytes`.
struct Status {
  struct Section {
    std::string name{};  ///< Empty for what is above all sections.
    std::vector<std::pair<std::string, Json>> fields{};
  };
  struct Table {
    std::string name{};
    std::int64_t rows = 0;
    bool estimated = false;               ///< The rows were not counted, there are too many.
    std::optional<std::int64_t> bytes{};  ///< With its indexes.
  };

  std::vector<Section> sections{};
  std::vector<Table> tables{};
};

void print_status(const Context& context, const Status& status);

}  // namespace botstore::tools
