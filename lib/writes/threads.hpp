#pragma once

#include <optional>

#include "botstore/backend/requests.hpp"

/// \file
/// What a write makes of a thread's row, for backends that read a row, decide, and write it. Each
/// takes the stored row, or null where there is none.

namespace botstore::detail {

/// The row that a save leaves. Throws `Conflict` if the stored one is somebody else's.
[[nodiscard]] Thread saved(const Thread* stored, const backend::SaveThread& request);
[[nodiscard]] ThreadReceipt receipt_of(Outcome outcome, const Thread& row);

/// The row that an update leaves; absent if it changes nothing. Throws `NotFound` and `Conflict`.
[[nodiscard]] std::optional<Thread> updated(const Thread* stored,
                                            const backend::UpdateThread& request);

/// The row of a thread that was given to somebody else; absent if it is theirs. The messages that
/// bear its old owner go along. Throws `NotFound` and `Conflict`.
[[nodiscard]] std::optional<Thread> reassigned(const Thread* stored,
                                               const backend::ReassignThread& request);

/// The row of a clone but for its last_message_at. Throws `NotFound` if there is no source, and
/// `AlreadyExists` if there is a thread of the clone's id, `taken`.
[[nodiscard]] Thread cloned(const Thread* source, const Thread* taken,
                            const backend::CloneThread& request);

/// The row of a copied message but for its values.
[[nodiscard]] Message cloned(Message message, const Thread& source, const Thread& clone);

}  // namespace botstore::detail
