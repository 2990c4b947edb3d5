#pragma once

#include <cstdint>
#include <vector>

#include "botstore/backend/requests.hpp"
#include "lib/writes/message_rows.hpp"

/// \file
/// Writes to messages, for backends that read a row, decide, and write it. What they throw leaves
/// the batch half done: the caller undoes it.

namespace botstore::detail {

[[nodiscard]] std::vector<MessageReceipt> save_messages(MessageRows& rows,
                                                        const backend::SaveMessages& request);
[[nodiscard]] std::vector<MessageReceipt> update_messages(MessageRows& rows,
                                                          const backend::UpdateMessages& request);
[[nodiscard]] std::uint64_t delete_messages(MessageRows& rows,
                                            const backend::DeleteMessages& request);

}  // namespace botstore::detail
