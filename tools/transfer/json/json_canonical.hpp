#pragma once

#include <string>

#include "botstore/json.hpp"

namespace botstore::transfer {

/// The one text that all JSON of the same meaning has: no spacing, keys by their bytes, of one that
/// comes twice the last, strings as write_string writes them, and numbers as an integer that does
/// not end in 0, `e`, and the power of ten.
[[nodiscard]] std::string canonical(const Json& json);

}  // namespace botstore::transfer
