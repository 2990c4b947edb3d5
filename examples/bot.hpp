#pragma once

/// \file
/// The bot's memory: what it writes when a message comes in, and how it reads its own notes.

#include <string>

#include "botstore/storage.hpp"
#include "dialogues.hpp"

namespace example {

/// Where the bot keeps a conversation's state among the thread's metadata.
inline constexpr const char* flow_key = "flow";

/// Remembers a message and everything that follows from it: all of it or nothing. A message that
/// the store has already is a `duplicate` and changes nothing.
botstore::Outcome remember(botstore::Storage& store, const Delivery& delivery);

/// The state of a flow in one line: `GetRide: destination Hop Creek Pub, shared_ride True`.
[[nodiscard]] std::string describe_flow(const botstore::Json& flow);

}  // namespace example
