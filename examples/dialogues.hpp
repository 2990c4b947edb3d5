#pragma once

/// \file
/// The deliveries of examples/data, and what a bot understands of them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/json.hpp"
#include "botstore/time.hpp"

namespace example {

/// One message as a chat platform delivers it.
struct Delivery {
  std::string thread{};    ///< The chat.
  std::string id{};        ///< The platform's id of the message.
  std::string resource{};  ///< The customer, in whichever chat.
  std::string phone{};
  std::string name{};
  std::string role{};
  botstore::Timestamp at{};
  botstore::Json content{};
};

/// Reads a file of one JSON object a line. Throws `std::runtime_error` that names file and line.
[[nodiscard]] std::vector<Delivery> read_deliveries(const std::string& path);

/// The text of a message's content.
[[nodiscard]] std::string text_of(const botstore::Json& content);

/// What the customer wants so far: `ReserveRestaurant`, and an object of what is known about it.
struct Wish {
  std::string intent{};
  botstore::Json slots{};
};

/// The wish as a user's turn states it; absent in the bot's own turns.
[[nodiscard]] std::optional<Wish> wish_of(const botstore::Json& content);

/// True if the turn does this: `INFORM_INTENT`, `GOODBYE`.
[[nodiscard]] bool does(const botstore::Json& content, std::string_view act);

}  // namespace example
