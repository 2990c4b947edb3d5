#include "botstore/restore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <type_traits>
#include <utility>

#include "botstore/storage.hpp"
#include "lib/arguments/check.hpp"
#include "lib/storage/call.hpp"

namespace botstore {

using detail::Call;
using detail::Check;
using detail::Field;

namespace {

void check_number(const Check& check, const Field& field, std::int64_t value, std::int64_t least) {
  if (value < least) check.refuse(field, fmt::format("is {}, less than {}", value, least));
  if (value > limits::restored_number)
    check.refuse(field,
                 fmt::format("is {}, more than the {} allowed", value, limits::restored_number));
}

void check_revision(const Check& check, const Field& field, Revision revision) {
  if (static_cast<std::int64_t>(revision) < 1)
    check.refuse(field, "is none that a stored row bears");
}

void check_row(const Check& check, std::size_t i, const Resource& row) {
  const auto field = [i](const char* name) { return Field{"resources", i, name}; };
  check.name(field("id"), row.id);
  check.text(field("working_memory"), row.working_memory);
  check.object(field("metadata"), row.metadata);
  check.time(field("created_at"), row.created_at);
  check.time(field("updated_at"), row.updated_at);
  check_revision(check, field("revision"), row.revision);
}

void check_row(const Check& check, std::size_t i, const Thread& row) {
  const auto field = [i](const char* name) { return Field{"threads", i, name}; };
  check.name(field("id"), row.id);
  check.name(field("resource_id"), row.resource_id);
  check.text(field("title"), row.title);
  check.object(field("metadata"), row.metadata);
  check.time(field("created_at"), row.created_at);
  check.time(field("updated_at"), row.updated_at);
  check.time(field("last_message_at"), row.last_message_at);
  check.time(field("archived_at"), row.archived_at);
  check_number(check, field("last_sequence"), row.last_sequence, 0);
  check_revision(check, field("revision"), row.revision);
}

void check_row(const Check& check, std::size_t i, const Message& row) {
  const auto field = [i](const char* name) { return Field{"messages", i, name}; };
  check.name(field("thread_id"), row.thread_id);
  check.name(field("id"), row.id);
  check.name(field("resource_id"), row.resource_id);
  check.name(field("role"), row.role, limits::role_bytes);
  check.name(field("type"), row.type, limits::type_bytes);
  check.object(field("metadata"), row.metadata);
  check.time(field("created_at"), row.created_at);
  check_number(check, field("sequence"), row.sequence, 1);
  check_revision(check, field("revision"), row.revision);
}

void check_row(const Check& check, std::size_t i, const MetadataEntry& row) {
  const auto field = [i](const char* name) { return Field{"metadata", i, name}; };
  check.name(field("owner.thread_id"), row.owner.thread_id);
  check.name(field("owner.message_id"), row.owner.message_id);
  check.name(field("key"), row.key, limits::metadata_key_bytes);
  check.value(field("value"), row.value);
  check.time(field("updated_at"), row.updated_at);
  check_revision(check, field("revision"), row.revision);
}

void check_row(const Check& check, std::size_t i, const Contact& row) {
  const auto field = [i](const char* name) { return Field{"contacts", i, name}; };
  check_number(check, field("id"), row.id, 0);
  check.name(field("phone"), row.phone, limits::phone_bytes);
  check.time(field("created_at"), row.created_at);
  check.time(field("updated_in"), row.updated_in);
  check.time(field("last_interaction"), row.last_interaction);
  check.object(field("values"), row.values);
}

// The ref of an entry from elsewhere may be empty.
void check_row(const Check& check, std::size_t i, const HistoryEntry& row) {
  const auto field = [i](const char* name) { return Field{"history", i, name}; };
  check_number(check, field("id"), row.id, 0);
  check.text(field("ref"), row.ref, limits::ref_bytes);
  check.text(field("keyword"), row.keyword, limits::keyword_bytes);
  check.text(field("answer"), row.answer);
  check.text(field("ref_serialize"), row.ref_serialize);
  check.name(field("phone"), row.phone, limits::phone_bytes);
  if (row.options) check.value(field("options"), *row.options);
  check.time(field("created_at"), row.created_at);
  check.time(field("updated_in"), row.updated_in);
  check.name(field("entry_key"), row.entry_key, limits::entry_key_bytes);
}

template <class Row>
void check_rows(const Check& check, const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) check_row(check, i, rows[i]);
}

using Text = std::string_view;

// What comes once in a call. Absent: the row has none.

std::optional<Text> key_of(const Resource& row) {
  return row.id;
}

std::optional<Text> key_of(const Thread& row) {
  return row.id;
}

std::optional<std::pair<Text, Text>> key_of(const Message& row) {
  return std::pair<Text, Text>{row.thread_id, row.id};
}

std::optional<std::tuple<Text, std::optional<Text>, Text>> key_of(const MetadataEntry& row) {
  return std::tuple<Text, std::optional<Text>, Text>{row.owner.thread_id, row.owner.message_id,
                                                     row.key};
}

std::optional<Text> key_of(const Contact& row) {
  return row.phone;
}

std::optional<Text> key_of(const HistoryEntry& row) {
  return row.entry_key;
}

std::optional<std::tuple<Text, Timestamp, std::int64_t>> place_of(const Message& row) {
  return std::tuple{Text{row.thread_id}, row.created_at, row.sequence};
}

std::optional<std::int64_t> id_of(const auto& row) {
  if (row.id == 0) return std::nullopt;
  return row.id;
}

/// `name` is the field that is at fault where two rows agree in what `part_of` returns.
template <class Row, class PartOf>
void check_once(const Check& check, const char* list, const char* name,
                const std::vector<Row>& rows, const PartOf& part_of) {
  std::set<typename std::invoke_result_t<PartOf, const Row&>::value_type> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto part = part_of(rows[i]);
    if (part && !seen.insert(*part).second)
      check.refuse({list, i, name}, "comes twice in the call");
  }
}

constexpr auto by_key = [](const auto& row) { return key_of(row); };
constexpr auto by_id = [](const auto& row) { return id_of(row); };

void check_keys(const Check& check, const StoredRows& rows) {
  check_once(check, "resources", "id", rows.resources, by_key);
  check_once(check, "threads", "id", rows.threads, by_key);
  check_once(check, "messages", "id", rows.messages, by_key);
  check_once(check, "messages", "sequence", rows.messages, place_of);
  check_once(check, "metadata", "key", rows.metadata, by_key);
  check_once(check, "contacts", "phone", rows.contacts, by_key);
  check_once(check, "contacts", "id", rows.contacts, by_id);
  check_once(check, "history", "entry_key", rows.history, by_key);
  check_once(check, "history", "id", rows.history, by_id);
}

template <class Row, class PartOf>
void sort_by(std::vector<Row>& rows, const PartOf& part_of) {
  std::sort(rows.begin(), rows.end(),
            [&](const Row& left, const Row& right) { return part_of(left) < part_of(right); });
}

void sort_rows(StoredRows& rows) {
  sort_by(rows.resources, by_key);
  sort_by(rows.threads, by_key);
  sort_by(rows.messages, by_key);
  sort_by(rows.metadata, by_key);
  sort_by(rows.contacts, by_id);
  sort_by(rows.history, by_id);
}

}  // namespace

void Storage::restore(StoredRows rows, const CallOptions& call) {
  const Check check{"restore"};
  check_rows(check, rows.resources);
  check_rows(check, rows.threads);
  check_rows(check, rows.messages);
  check_rows(check, rows.metadata);
  check_rows(check, rows.contacts);
  check_rows(check, rows.history);
  check_keys(check, rows);
  Call::run(*this, "restore", call, [&] {
    if (rows.empty()) return;
    sort_rows(rows);
    do_restore({std::move(rows)}, call);
  });
}

}  // namespace botstore
