#pragma once

#include "botstore/call_options.hpp"
#include "botstore/json.hpp"
#include "botstore/storage.hpp"
#include "tools/rows/fields.hpp"

/// \file
/// A row by which an import recognizes a target that still holds what an earlier run has stored.

namespace botstore::transfer {

/// What a target must hold behind `row`; `before` is what it had to hold before it.
[[nodiscard]] Json witness_of(const Row& row, const Json& before);

[[nodiscard]] bool holds_witness(Storage& store, const Json& witness, const CallOptions& call);

}  // namespace botstore::transfer
