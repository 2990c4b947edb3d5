#include <algorithm>
#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"

namespace botstore::memory {

namespace {

HistoryReceipt receipt_of(Outcome outcome, const HistoryEntry& row) {
  return {outcome, row.id, row.entry_key.value_or(""), row.created_at, row.contact_id};
}

/// Makes the contact of a new phone, or moves that of a known one forward; returns its number.
std::int64_t note_interaction(Edits& edits, const std::string& phone, Timestamp time) {
  const auto* stored = edits.contacts.find<ContactsByPhone>(phone);
  if (stored == nullptr) {
    const auto id = ++edits.last_contact_id;
    edits.contacts.put({.id = id, .phone = phone, .created_at = time, .values = Json::object({})});
    return id;
  }
  const auto id = stored->id;
  if (!stored->last_interaction || *stored->last_interaction < time) {
    auto row = *stored;
    row.last_interaction = time;
    edits.contacts.put(std::move(row));
  }
  return id;
}

HistoryReceipt insert(Edits& edits, const backend::SaveHistory& request) {
  const auto& entry = request.entry;
  const auto time = entry.created_at.value_or(request.now);
  HistoryEntry row{.id = ++edits.last_history_id,
                   .ref = entry.ref,
                   .keyword = entry.keyword,
                   .answer = entry.answer,
                   .ref_serialize = entry.ref_serialize,
                   .phone = entry.phone,
                   .options = entry.options,
                   .created_at = time,
                   .contact_id = note_interaction(edits, entry.phone, time),
                   .entry_key = entry.entry_key};
  auto receipt = receipt_of(Outcome::inserted, row);
  edits.history.put(std::move(row));
  return receipt;
}

bool matches(const HistoryEntry& row, const HistoryQuery& query) {
  return (!query.phone || row.phone == query.phone) &&
         (!query.contact_id || row.contact_id == query.contact_id) &&
         (!query.with_keyword || row.keyword) && contains(query.created, row.created_at);
}

/// Lists by an index whose keys begin with `owner`.
template <class Index, class... Owner>
Page<HistoryEntry> list_by(const Rows& rows, const backend::ListHistory& request,
                           const Owner&... owner) {
  const auto& query = request.query;
  const auto walk_from = [&](const std::optional<backend::HistoryPosition>& after) {
    auto range = all_in<Index>(query.created, owner...);
    if (after) range.begin_behind(query.direction, owner..., after->created_at, after->id);
    return rows.history.walk<Index>(std::move(range), query.direction);
  };
  return list_page(request, walk_from,
                   [&](const HistoryEntry& row) { return matches(row, query); });
}

}  // namespace

HistoryReceipt MemoryStore::do_save_history(const backend::SaveHistory& request,
                                            const CallOptions& call) {
  return write("save_history", call, [&](Edits& edits) {
    const auto* stored = edits.history.find<HistoryByEntryKey>(request.entry.entry_key);
    return stored == nullptr ? insert(edits, request) : receipt_of(Outcome::duplicate, *stored);
  });
}

Page<HistoryEntry> MemoryStore::do_list_history(const backend::ListHistory& request,
                                                const CallOptions&) {
  return read("list_history", [&](const Rows& rows) {
    const auto& query = request.query;
    if (query.phone) return list_by<HistoryOfPhone>(rows, request, query.phone);
    if (query.contact_id) return list_by<HistoryOfContact>(rows, request, query.contact_id);
    return list_by<HistoryByTime>(rows, request);
  });
}

}  // namespace botstore::memory
