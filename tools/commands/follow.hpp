#pragma once

#include <chrono>
#include <cstdint>

#include "botstore/message.hpp"
#include "tools/context/context.hpp"
#include "tools/output/printer.hpp"

namespace botstore::tools {

struct FollowOptions {
  std::int64_t last = 20;  ///< How many messages to begin with.
  std::chrono::milliseconds interval = std::chrono::seconds{1};
};

/// Prints the last messages that `query` matches, and then those that come, until a signal.
Exit follow_messages(const Context& context, const MessageQuery& query,
                     const FollowOptions& options, Printer<Message>& printer);

}  // namespace botstore::tools
