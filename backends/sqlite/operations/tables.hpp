#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backends/sqlite/statements/rows.hpp"

/// \file
/// Single rows by their keys, for the files of the domains.

namespace botstore::sqlite {

[[nodiscard]] std::optional<Thread> find_thread(Connection& connection, std::string_view id);
void insert_thread(Connection& connection, const Thread& row);
void replace_thread(Connection& connection, const Thread& row);

[[nodiscard]] std::optional<Message> find_message(Connection& connection, const MessageKey& key,
                                                  bool with_content = true);
void insert_message(Connection& connection, const Message& row);

/// Makes the message `key`, which is there, `row`, whose key may be another.
void replace_message(Connection& connection, const MessageKey& key, const Message& row);

/// The column message_id of a value: empty for one of the thread's own.
[[nodiscard]] std::string message_of(const MetadataOwner& owner);
void put_metadata(Connection& connection, const MetadataEntry& row);

void put_resource(Connection& connection, const Resource& row);

[[nodiscard]] std::optional<Contact> find_contact(Connection& connection, std::string_view phone);

/// Writes a contact; one without an id is new. Returns its id.
std::int64_t put_contact(Connection& connection, const Contact& row);

/// The row that an optional holds, or null.
template <class Row>
[[nodiscard]] const Row* pointer_to(const std::optional<Row>& row) noexcept {
  return row ? &*row : nullptr;
}

}  // namespace botstore::sqlite
