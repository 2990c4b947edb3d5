#pragma once

/// \file
/// Values for checks, with everything filled in that a check does not care about.

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/message.hpp"
#include "botstore/storage.hpp"
#include "botstore/thread.hpp"

namespace botstore::testing {

/// The owner of threads that state none.
inline constexpr const char* alice = "alice";
inline constexpr const char* bob = "bob";

/// A moment `by` after the start of 2026-02-01: before the ManualClock's own start.
[[nodiscard]] Timestamp at(std::chrono::microseconds by);

[[nodiscard]] NewThread thread(std::string id, std::string resource_id = alice);

/// `{"text": …}`.
[[nodiscard]] Json content(std::string_view text);

/// A user's message without a time of its own.
[[nodiscard]] NewMessage message(std::string thread_id, std::string id,
                                 std::string_view text = "hi");
/// The same at a given time.
[[nodiscard]] NewMessage message_at(std::string thread_id, std::string id, Timestamp created_at,
                                    std::string_view text = "hi");

/// Saves messages `first` to `last` of a thread, `m1`, `m2` and so on, a minute apart: `m3` at
/// `at(3min)`.
void save_minutes(Storage& store, const std::string& thread_id, int first, int last);

/// A few turns of a customer-service dialogue in an existing thread, tool call and nested content
/// included: `user`, `assistant`, `tool` and `assistant` in turn, a few seconds apart.
[[nodiscard]] std::vector<NewMessage> restaurant_dialogue(const std::string& thread_id);

/// `m1`, `m2`, … for first to last (downwards if `last` is the smaller).
[[nodiscard]] std::vector<std::string> numbered(std::string_view prefix, int first, int last);

/// What rows are called, in their order.
[[nodiscard]] std::vector<std::string> ids(const std::vector<Thread>& threads);
[[nodiscard]] std::vector<std::string> ids(const std::vector<Message>& messages);
[[nodiscard]] std::vector<MessageKey> keys(const std::vector<Message>& messages);
[[nodiscard]] std::vector<MessageKey> keys(const std::string& thread_id,
                                           const std::vector<std::string>& ids);

/// Rows that must be there.
[[nodiscard]] Thread stored_thread(Storage& store, std::string_view id);
[[nodiscard]] Message stored_message(Storage& store, std::string_view thread_id,
                                     std::string_view id);

/// All messages of a thread, in its order.
[[nodiscard]] std::vector<Message> all_messages(Storage& store, const std::string& thread_id);

}  // namespace botstore::testing
