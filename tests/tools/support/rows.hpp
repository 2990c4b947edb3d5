#pragma once

#include <cstdint>

#include "botstore/storage.hpp"

namespace botstore::tools::testing {

/// Rows of every kind with all that a move must keep: contents in many spellings, archived threads,
/// gaps in sequences, values on threads and on messages, rows without phones and keys. There are
/// more threads and more messages of one thread than a page holds.
void fill(Storage& store);

/// So many messages in so many threads, in few calls.
void fill_with_messages(Storage& store, std::int64_t threads, std::int64_t messages_each);

}  // namespace botstore::tools::testing
