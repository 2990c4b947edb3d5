#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

/// \file
/// The rows that a store consists of, and their fields by name. Lines, digests and what the program
/// shows are made of this one list.

namespace botstore::transfer {

/// In the order in which an export holds them.
enum class Kind : std::uint8_t { resource, thread, message, metadata, contact, history };

inline constexpr std::size_t kinds = 6;

using Row = std::variant<Resource, Thread, Message, MetadataEntry, Contact, HistoryEntry>;

[[nodiscard]] inline Kind kind_of(const Row& row) noexcept {
  return static_cast<Kind>(row.index());
}

/// `thread`, as a line names it.
[[nodiscard]] std::string_view name_of(Kind kind) noexcept;

/// What is particular about a field.
enum class Field {
  plain,
  exact,  ///< JSON that is kept byte for byte; of other JSON only the meaning is.
  local,  ///< A number that means something in its own store only, and may differ in another.
  owner,  ///< Names the row's owner, which is a struct of its own in the row.
};

template <class Row, class Plain>
concept RowOf = std::same_as<std::remove_const_t<Row>, Plain>;

// Each calls `visit(name, value, Field)` for every field of a row, in the order of the line.

template <RowOf<Resource> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("id", row.id, Field::plain);
  visit("working_memory", row.working_memory, Field::plain);
  visit("metadata", row.metadata, Field::plain);
  visit("created_at", row.created_at, Field::plain);
  visit("updated_at", row.updated_at, Field::plain);
  visit("revision", row.revision, Field::plain);
}

template <RowOf<Thread> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("id", row.id, Field::plain);
  visit("resource_id", row.resource_id, Field::plain);
  visit("title", row.title, Field::plain);
  visit("metadata", row.metadata, Field::plain);
  visit("created_at", row.created_at, Field::plain);
  visit("updated_at", row.updated_at, Field::plain);
  visit("last_message_at", row.last_message_at, Field::plain);
  visit("archived_at", row.archived_at, Field::plain);
  visit("last_sequence", row.last_sequence, Field::plain);
  visit("revision", row.revision, Field::plain);
}

template <RowOf<Message> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("thread_id", row.thread_id, Field::plain);
  visit("id", row.id, Field::plain);
  visit("resource_id", row.resource_id, Field::plain);
  visit("role", row.role, Field::plain);
  visit("type", row.type, Field::plain);
  visit("content", row.content, Field::exact);
  visit("metadata", row.metadata, Field::plain);
  visit("created_at", row.created_at, Field::plain);
  visit("sequence", row.sequence, Field::plain);
  visit("revision", row.revision, Field::plain);
}

template <RowOf<MetadataEntry> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("thread_id", row.owner.thread_id, Field::owner);
  visit("message_id", row.owner.message_id, Field::owner);
  visit("key", row.key, Field::plain);
  visit("value", row.value, Field::plain);
  visit("updated_at", row.updated_at, Field::plain);
  visit("revision", row.revision, Field::plain);
}

template <RowOf<Contact> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("id", row.id, Field::local);
  visit("phone", row.phone, Field::plain);
  visit("created_at", row.created_at, Field::plain);
  visit("updated_in", row.updated_in, Field::plain);
  visit("last_interaction", row.last_interaction, Field::plain);
  visit("values", row.values, Field::plain);
}

template <RowOf<HistoryEntry> Row, class Visit>
void for_each_field(Row& row, Visit&& visit) {
  visit("id", row.id, Field::local);
  visit("ref", row.ref, Field::plain);
  visit("keyword", row.keyword, Field::plain);
  visit("answer", row.answer, Field::plain);
  visit("ref_serialize", row.ref_serialize, Field::plain);
  visit("phone", row.phone, Field::plain);
  visit("options", row.options, Field::plain);
  visit("created_at", row.created_at, Field::plain);
  visit("updated_in", row.updated_in, Field::plain);
  visit("contact_id", row.contact_id, Field::local);
  visit("entry_key", row.entry_key, Field::plain);
}

}  // namespace botstore::transfer
