#pragma once

/// \file
/// Questions that the bot answers from its memory alone. Each prints a headed paragraph.

#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "botstore/storage.hpp"

namespace example {

void who_is(std::ostream& out, botstore::Storage& store, std::string_view phone);
void what_about(std::ostream& out, botstore::Storage& store, std::string_view resource_id);
void how_did_it_end(std::ostream& out, botstore::Storage& store, std::string_view thread_id);
void what_led_to(std::ostream& out, botstore::Storage& store, const botstore::MessageKey& key);
void where_was_the_flow(std::ostream& out, botstore::Storage& store, std::string_view phone);
void how_much(std::ostream& out, botstore::Storage& store);

/// How many messages there are, in all threads.
[[nodiscard]] std::uint64_t count_messages(botstore::Storage& store);

/// Prints the heading of a paragraph, and the calls of the store that it shows.
void heading(std::ostream& out, std::string_view text, std::string_view calls);

}  // namespace example
