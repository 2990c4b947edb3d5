#include "lib/writes/contacts.hpp"

#include "botstore/backend/json.hpp"

namespace botstore::detail {

namespace {

Timestamp time_of(const backend::SaveHistory& request) {
  return request.entry.created_at.value_or(request.now);
}

}  // namespace

Contact saved(const Contact* stored, const backend::SaveContact& request) {
  const auto& contact = request.contact;
  if (stored == nullptr)
    return {.phone = contact.phone,
            .created_at = contact.created_at.value_or(request.now),
            .updated_in = contact.updated_in,
            .last_interaction = contact.last_interaction,
            .values = contact.values};
  auto row = *stored;
  row.values = contact.action == ContactAction::merge
                   ? backend::merge_objects(row.values, {}, &contact.values)
                   : contact.values;
  row.updated_in = contact.updated_in.value_or(request.now);
  if (contact.last_interaction) row.last_interaction = contact.last_interaction;
  return row;
}

ContactReceipt receipt_of(Outcome outcome, const Contact& row) {
  return {outcome, row.id, row.created_at, row.updated_in};
}

Contact met(const Contact* stored, const backend::SaveHistory& request) {
  const auto time = time_of(request);
  if (stored == nullptr)
    return {.phone = request.entry.phone, .created_at = time, .values = Json::object({})};
  auto row = *stored;
  if (!row.last_interaction || *row.last_interaction < time) row.last_interaction = time;
  return row;
}

HistoryEntry new_entry(const backend::SaveHistory& request, std::int64_t contact_id) {
  const auto& entry = request.entry;
  return {.ref = entry.ref,
          .keyword = entry.keyword,
          .answer = entry.answer,
          .ref_serialize = entry.ref_serialize,
          .phone = entry.phone,
          .options = entry.options,
          .created_at = time_of(request),
          .contact_id = contact_id,
          .entry_key = entry.entry_key};
}

HistoryReceipt receipt_of(Outcome outcome, const HistoryEntry& row) {
  return {outcome, row.id, row.entry_key.value_or(""), row.created_at, row.contact_id};
}

}  // namespace botstore::detail
