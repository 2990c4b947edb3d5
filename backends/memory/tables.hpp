#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "backends/memory/table.hpp"
#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

/// \file
/// The six tables and their indexes. Each index ends in what makes its keys unique.

namespace botstore::memory {

// Threads

struct ThreadsById {
  using Key = std::tuple<std::string>;
  static auto of(const Thread& row) { return std::tie(row.id); }
};

struct ThreadsByCreation {
  using Key = std::tuple<Timestamp, std::string>;
  static auto of(const Thread& row) { return std::tie(row.created_at, row.id); }
};

struct ThreadsByUpdate {
  using Key = std::tuple<Timestamp, std::string>;
  static auto of(const Thread& row) { return std::tie(row.updated_at, row.id); }
};

struct ThreadsOfResourceByCreation {
  using Key = std::tuple<std::string, Timestamp, std::string>;
  static auto of(const Thread& row) { return std::tie(row.resource_id, row.created_at, row.id); }
};

struct ThreadsOfResourceByUpdate {
  using Key = std::tuple<std::string, Timestamp, std::string>;
  static auto of(const Thread& row) { return std::tie(row.resource_id, row.updated_at, row.id); }
};

using ThreadTable = Table<Thread, ThreadsById, ThreadsByCreation, ThreadsByUpdate,
                          ThreadsOfResourceByCreation, ThreadsOfResourceByUpdate>;

// Messages

struct MessagesByKey {
  using Key = std::tuple<std::string, std::string>;
  static auto of(const Message& row) { return std::tie(row.thread_id, row.id); }
};

struct MessagesById {
  using Key = std::tuple<std::string, std::string>;
  static auto of(const Message& row) { return std::tie(row.id, row.thread_id); }
};

struct MessagesOfThread {
  using Key = std::tuple<std::string, Timestamp, std::int64_t>;
  static auto of(const Message& row) {
    return std::tie(row.thread_id, row.created_at, row.sequence);
  }
};

struct MessagesOfResource {
  using Key = std::tuple<std::string, Timestamp, std::string, std::int64_t>;
  static auto of(const Message& row) {
    return std::tie(row.resource_id, row.created_at, row.thread_id, row.sequence);
  }
};

using MessageTable =
    Table<Message, MessagesByKey, MessagesById, MessagesOfThread, MessagesOfResource>;

// Metadata

struct MetadataByKey {
  using Key = std::tuple<std::string, std::optional<std::string>, std::string>;
  static auto of(const MetadataEntry& row) {
    return std::tie(row.owner.thread_id, row.owner.message_id, row.key);
  }
};

using MetadataTable = Table<MetadataEntry, MetadataByKey>;

// Resources

struct ResourcesById {
  using Key = std::tuple<std::string>;
  static auto of(const Resource& row) { return std::tie(row.id); }
};

using ResourceTable = Table<Resource, ResourcesById>;

// Contacts

struct ContactsById {
  using Key = std::tuple<std::int64_t>;
  static auto of(const Contact& row) { return std::tie(row.id); }
};

struct ContactsByPhone {
  using Key = std::tuple<std::optional<std::string>>;
  static auto of(const Contact& row) { return std::tie(row.phone); }
};

struct ContactsByInteraction {
  using Key = std::tuple<Timestamp, std::int64_t>;
  static auto of(const Contact& row) {
    return Key{row.last_interaction.value_or(row.created_at), row.id};
  }
};

using ContactTable = Table<Contact, ContactsById, ContactsByPhone, ContactsByInteraction>;

// History

struct HistoryById {
  using Key = std::tuple<std::int64_t>;
  static auto of(const HistoryEntry& row) { return std::tie(row.id); }
};

struct HistoryByEntryKey {
  using Key = std::tuple<std::optional<std::string>>;
  static auto of(const HistoryEntry& row) { return std::tie(row.entry_key); }
};

struct HistoryByTime {
  using Key = std::tuple<Timestamp, std::int64_t>;
  static auto of(const HistoryEntry& row) { return std::tie(row.created_at, row.id); }
};

struct HistoryOfPhone {
  using Key = std::tuple<std::optional<std::string>, Timestamp, std::int64_t>;
  static auto of(const HistoryEntry& row) { return std::tie(row.phone, row.created_at, row.id); }
};

struct HistoryOfContact {
  using Key = std::tuple<std::optional<std::int64_t>, Timestamp, std::int64_t>;
  static auto of(const HistoryEntry& row) {
    return std::tie(row.contact_id, row.created_at, row.id);
  }
};

using HistoryTable = Table<HistoryEntry, HistoryById, HistoryByEntryKey, HistoryByTime,
                           HistoryOfPhone, HistoryOfContact>;

/// All that a store holds.
struct Tables {
  ThreadTable threads{};
  MessageTable messages{};
  MetadataTable metadata{};
  ResourceTable resources{};
  ContactTable contacts{};
  HistoryTable history{};

  // The last numbers that were given out. They do not go back when a write is undone.
  std::int64_t last_contact_id = 0;
  std::int64_t last_history_id = 0;

  // What Table's functions of these names say, for all of them.
  void keep() noexcept;
  void undo() noexcept;
  void commit() noexcept;
  void rollback() noexcept;
  void clear() noexcept;
};

/// The tables as one viewer sees them.
struct Rows {
  Rows(const Tables& tables, Viewer viewer) noexcept
      : threads{tables.threads, viewer},
        messages{tables.messages, viewer},
        metadata{tables.metadata, viewer},
        resources{tables.resources, viewer},
        contacts{tables.contacts, viewer},
        history{tables.history, viewer} {}

  View<ThreadTable> threads;
  View<MessageTable> messages;
  View<MetadataTable> metadata;
  View<ResourceTable> resources;
  View<ContactTable> contacts;
  View<HistoryTable> history;
};

// Compiled once, in tables.cpp.
extern template class Edit<ThreadTable>;
extern template class Edit<MessageTable>;
extern template class Edit<MetadataTable>;
extern template class Edit<ResourceTable>;
extern template class Edit<ContactTable>;
extern template class Edit<HistoryTable>;

/// The tables as their writer sees and changes them.
struct Edits {
  explicit Edits(Tables& tables) noexcept
      : threads{tables.threads},
        messages{tables.messages},
        metadata{tables.metadata},
        resources{tables.resources},
        contacts{tables.contacts},
        history{tables.history},
        last_contact_id{tables.last_contact_id},
        last_history_id{tables.last_history_id} {}

  Edit<ThreadTable> threads;
  Edit<MessageTable> messages;
  Edit<MetadataTable> metadata;
  Edit<ResourceTable> resources;
  Edit<ContactTable> contacts;
  Edit<HistoryTable> history;
  std::int64_t& last_contact_id;
  std::int64_t& last_history_id;
};

}  // namespace botstore::memory
