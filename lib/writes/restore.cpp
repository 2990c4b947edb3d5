#include "lib/writes/restore.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "botstore/backend/errors.hpp"

namespace botstore::detail {

namespace {

constexpr std::string_view operation = "restore";

/// Makes the thread's marks cover a message.
void cover(Thread& thread, std::int64_t sequence, Timestamp created_at) {
  thread.last_sequence = std::max(thread.last_sequence, sequence);
  thread.last_message_at = std::max(thread.last_message_at.value_or(created_at), created_at);
}

void restore_threads(RestoreRows& rows, const std::vector<Thread>& threads) {
  for (const auto& given : threads) {
    auto row = given;
    if (const auto stored = rows.find_thread(row.id)) {
      row.last_sequence = std::max(row.last_sequence, stored->last_sequence);
      row.last_message_at = std::max(row.last_message_at, stored->last_message_at);
    }
    rows.put(row);
  }
}

MessagePlace place_in(const Message& row) {
  return {row.created_at, row.sequence};
}

/// Throws if a message that stays where it is has the place of a restored one.
void require_places(RestoreRows& rows, const std::vector<Message>& messages) {
  std::set<MessageKey> restored;
  for (const auto& row : messages) restored.insert(row.key());
  for (const auto& row : messages) {
    const auto holder = rows.message_at(row.thread_id, place_in(row));
    if (holder && !restored.contains({row.thread_id, *holder}))
      throw backend::place_taken(operation, row.key());
  }
}

/// The threads of the messages, as these leave them.
std::map<std::string, Thread> covered_threads(RestoreRows& rows,
                                              const std::vector<Message>& messages) {
  std::map<std::string, Thread> threads;
  for (const auto& row : messages) {
    auto found = threads.find(row.thread_id);
    if (found == threads.end()) {
      auto thread = rows.find_thread(row.thread_id);
      if (!thread) throw backend::thread_not_found(operation, row.thread_id);
      found = threads.emplace(row.thread_id, std::move(*thread)).first;
    }
    cover(found->second, row.sequence, row.created_at);
  }
  return threads;
}

// Two messages may swap places: all leave theirs before the first gets its new one.
void restore_messages(RestoreRows& rows, const std::vector<Message>& messages) {
  const auto threads = covered_threads(rows, messages);
  require_places(rows, messages);
  for (const auto& row : messages) {
    const auto stored = rows.place_of(row.key());
    if (stored && *stored != place_in(row)) rows.leave_place(row.key());
  }
  for (const auto& row : messages) rows.put(row);
  for (const auto& [id, thread] : threads) rows.put(thread);
}

void require_owner(RestoreRows& rows, const MetadataOwner& owner) {
  if (!rows.find_thread(owner.thread_id))
    throw backend::thread_not_found(operation, owner.thread_id);
  if (!owner.message_id) return;
  const MessageKey message{owner.thread_id, *owner.message_id};
  if (!rows.place_of(message)) throw backend::message_not_found(operation, message);
}

void restore_metadata(RestoreRows& rows, const std::vector<MetadataEntry>& metadata) {
  const MetadataEntry* last = nullptr;
  for (const auto& row : metadata) {
    if (last == nullptr || row.owner != last->owner) require_owner(rows, row.owner);
    last = &row;
    rows.put(row);
  }
}

const std::optional<std::string>& key_of(const Contact& row) {
  return row.phone;
}

const std::optional<std::string>& key_of(const HistoryEntry& row) {
  return row.entry_key;
}

/// Whether two rows without a key differ in their ids only.
bool same_but_id(const Contact& left, const Contact& right) {
  return left.created_at == right.created_at && left.updated_in == right.updated_in &&
         left.last_interaction == right.last_interaction && left.values == right.values;
}

bool same_but_id(const HistoryEntry& left, const HistoryEntry& right) {
  return left.ref == right.ref && left.keyword == right.keyword && left.answer == right.answer &&
         left.ref_serialize == right.ref_serialize && left.phone == right.phone &&
         left.options == right.options && left.created_at == right.created_at &&
         left.updated_in == right.updated_in && left.contact_id == right.contact_id;
}

/// The ids that are the keys of their rows.
template <class Row>
std::set<std::int64_t> ids_without_key(const std::vector<Row>& rows) {
  std::set<std::int64_t> ids;
  for (const auto& row : rows)
    if (!key_of(row)) ids.insert(row.id);
  return ids;
}

/// Where the row is written, 0 for a new id; absent if an equal row without a key stands for it.
/// One that is `claimed`, since the restore overwrites it, does not.
template <class Row>
std::optional<std::int64_t> id_for(NumberedRows<Row>& rows, const Row& row,
                                   const std::set<std::int64_t>& claimed) {
  if (key_of(row))
    if (const auto stored = rows.find(*key_of(row))) return stored->id;
  const auto holder = row.id > 0 ? rows.find(row.id) : std::nullopt;
  if (row.id > 0 && !holder) return row.id;
  if (key_of(row)) return 0;
  if (holder && !key_of(*holder)) return row.id;
  for (const auto& other : rows.without_key(row.created_at))
    if (!claimed.contains(other.id) && same_but_id(other, row)) return std::nullopt;
  return 0;
}

// Every id is chosen before the first row is written: the choice does not depend on their order.
template <class Row>
void restore_numbered(NumberedRows<Row>& rows, std::vector<Row> given) {
  const auto claimed = ids_without_key(given);
  std::vector<Row> chosen;
  std::int64_t largest = 0;
  for (auto& row : given) {
    largest = std::max(largest, row.id);
    const auto id = id_for(rows, row, claimed);
    if (!id) continue;
    row.id = *id;
    chosen.push_back(std::move(row));
  }
  if (largest > 0) rows.pass(largest);
  for (const auto& row : chosen) rows.put(row);
}

/// The contact that a restored entry refers to.
std::optional<std::int64_t> contact_of(NumberedRows<Contact>& contacts, const HistoryEntry& entry) {
  const auto stored = entry.contact_id ? contacts.find(*entry.contact_id) : std::nullopt;
  if (stored && stored->phone == entry.phone) return stored->id;
  const auto by_phone = entry.phone ? contacts.find(*entry.phone) : std::nullopt;
  if (by_phone) return by_phone->id;
  return std::nullopt;
}

void restore_history(RestoreRows& rows, std::vector<HistoryEntry> history) {
  for (auto& entry : history) entry.contact_id = contact_of(rows.contacts(), entry);
  restore_numbered(rows.history(), std::move(history));
}

}  // namespace

void restore(RestoreRows& rows, const backend::Restore& request) {
  const auto& given = request.rows;
  restore_threads(rows, given.threads);
  restore_messages(rows, given.messages);
  restore_metadata(rows, given.metadata);
  for (const auto& row : given.resources) rows.put(row);
  restore_numbered(rows.contacts(), given.contacts);
  restore_history(rows, given.history);
}

}  // namespace botstore::detail
