#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "botstore/backend/requests.hpp"

/// \file
/// A restore, for backends that read a row, decide, and write it. What it throws leaves the rows
/// half written: the caller undoes that.

namespace botstore::detail {

/// A message's place in its thread.
struct MessagePlace {
  Timestamp created_at{};
  std::int64_t sequence = 0;

  friend bool operator==(const MessagePlace&, const MessagePlace&) = default;
};

/// The table of the contacts or of the history: its rows have numbers, and most a key.
template <class Row>
class NumberedRows {
 public:
  virtual ~NumberedRows() = default;
  NumberedRows(const NumberedRows&) = delete;
  NumberedRows& operator=(const NumberedRows&) = delete;

  [[nodiscard]] virtual std::optional<Row> find(const std::string& key) = 0;
  [[nodiscard]] virtual std::optional<Row> find(std::int64_t id) = 0;
  /// The rows that have no key and this time.
  [[nodiscard]] virtual std::vector<Row> without_key(Timestamp created_at) = 0;

  /// New rows get larger ids than this one.
  virtual void pass(std::int64_t id) = 0;
  /// Writes the row at its id; one with the id 0 is new.
  virtual void put(const Row& row) = 0;

 protected:
  NumberedRows() = default;
};

/// The tables that a restore writes to.
class RestoreRows {
 public:
  virtual ~RestoreRows() = default;
  RestoreRows(const RestoreRows&) = delete;
  RestoreRows& operator=(const RestoreRows&) = delete;

  [[nodiscard]] virtual std::optional<Thread> find_thread(const std::string& id) = 0;
  [[nodiscard]] virtual std::optional<MessagePlace> place_of(const MessageKey& key) = 0;
  /// The id of the message that has this place in the thread.
  [[nodiscard]] virtual std::optional<std::string> message_at(const std::string& thread_id,
                                                              const MessagePlace& place) = 0;

  /// Frees the place of a message that is there, until it is written again.
  virtual void leave_place(const MessageKey& key) = 0;

  // Each inserts the row or replaces the one with its key.
  virtual void put(const Thread& row) = 0;
  virtual void put(const Message& row) = 0;
  virtual void put(const MetadataEntry& row) = 0;
  virtual void put(const Resource& row) = 0;

  [[nodiscard]] virtual NumberedRows<Contact>& contacts() = 0;
  [[nodiscard]] virtual NumberedRows<HistoryEntry>& history() = 0;

 protected:
  RestoreRows() = default;
};

void restore(RestoreRows& rows, const backend::Restore& request);

}  // namespace botstore::detail
