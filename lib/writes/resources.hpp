#pragma once

#include <optional>

#include "botstore/backend/requests.hpp"

/// \file
/// What a write makes of a resource's row; see lib/writes/threads.hpp.

namespace botstore::detail {

/// The row that a save leaves.
[[nodiscard]] Resource saved(const Resource* stored, const backend::SaveResource& request);
[[nodiscard]] ResourceReceipt receipt_of(Outcome outcome, const Resource& row);

/// The row that an update leaves; absent if it changes nothing. Throws `Conflict`.
[[nodiscard]] std::optional<Resource> updated(const Resource* stored,
                                              const backend::UpdateResource& request);

}  // namespace botstore::detail
