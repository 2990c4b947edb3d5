#pragma once

/// \file
/// Answers as text that is equal for two stores that agree: what a store chooses itself goes by its
/// common name, JSON is written in one way, and content that was never merged keeps its bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/storage.hpp"
#include "tests/conformance/model/side.hpp"
#include "tests/conformance/model/text.hpp"

namespace botstore::testing {

[[nodiscard]] std::string show(Side& side, const Json& json);
[[nodiscard]] std::string show(Side& side, const MessageKey& key);
[[nodiscard]] std::string show(Side& side, const Thread& thread);
[[nodiscard]] std::string show(Side& side, const Message& message);
[[nodiscard]] std::string show(Side& side, const MetadataEntry& entry);
[[nodiscard]] std::string show(Side& side, const Resource& resource);
[[nodiscard]] std::string show(Side& side, const Contact& contact);
[[nodiscard]] std::string show(Side& side, const HistoryEntry& entry);
[[nodiscard]] std::string show(Side& side, const ThreadReceipt& receipt);
[[nodiscard]] std::string show(Side& side, const CloneResult& result);
[[nodiscard]] std::string show(Side& side, const MessageReceipt& receipt);

// Receipts that do not name their row.
[[nodiscard]] std::string show(Side& side, const MetadataReceipt& receipt, const std::string& row);
[[nodiscard]] std::string show(Side& side, const ResourceReceipt& receipt, const std::string& id);
[[nodiscard]] std::string show(Side& side, const ContactReceipt& receipt, const std::string& phone);
[[nodiscard]] std::string show(Side& side, const HistoryReceipt& receipt, const std::string& phone);

/// The code of an error, and what else of it the contract states. `may_differ`: several things that
/// are stored refuse the call, and a store may name any of them.
[[nodiscard]] std::string show(Side& side, const Error& error, bool may_differ);

[[nodiscard]] inline std::string show(Side& /*side*/, bool value) {
  return describe(value);
}
[[nodiscard]] inline std::string show(Side& /*side*/, std::uint64_t value) {
  return describe(value);
}

template <class T>
[[nodiscard]] std::string show(Side& side, const std::optional<T>& row) {
  return row ? show(side, *row) : "absent";
}

/// A row a line.
template <class T>
[[nodiscard]] std::string show(Side& side, const std::vector<T>& rows) {
  std::string text = std::to_string(rows.size()) + " rows";
  for (const auto& row : rows) text += "\n  " + show(side, row);
  return text;
}

template <class T>
[[nodiscard]] std::string show(Side& side, const Page<T>& page) {
  return show(side, page.items) + "\n  has_more: " + describe(page.has_more) + ", " +
         (page.next_cursor.empty() ? "no cursor" : "a cursor") + ", total: " + describe(page.total);
}

// What rows are called where their revisions are remembered.
[[nodiscard]] std::string thread_row(std::string_view id);
[[nodiscard]] std::string message_row(const MessageKey& key);
[[nodiscard]] std::string metadata_row(const MetadataOwner& owner, std::string_view key);
[[nodiscard]] std::string resource_row(std::string_view id);

}  // namespace botstore::testing
