#pragma once

#include "tools/output/table.hpp"

namespace botstore::tools {

/// The fields of a row of the store as people read them; empty where the row has none.
template <class Row>
[[nodiscard]] Fields fields_of(const Row& row);

}  // namespace botstore::tools
