#include <algorithm>
#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/store.hpp"
#include "lib/writes/contacts.hpp"

namespace botstore::memory {

namespace {

/// The number of the contact that the entry comes from, who is made or moved forward.
std::int64_t note_interaction(Edits& edits, const backend::SaveHistory& request) {
  const auto* stored = edits.contacts.find<ContactsByPhone>(request.entry.phone);
  auto row = detail::met(stored, request);
  if (stored == nullptr) row.id = ++edits.last_contact_id;
  const auto id = row.id;
  if (stored == nullptr || row.last_interaction != stored->last_interaction)
    edits.contacts.put(std::move(row));
  return id;
}

HistoryReceipt insert(Edits& edits, const backend::SaveHistory& request) {
  auto row = detail::new_entry(request, note_interaction(edits, request));
  row.id = ++edits.last_history_id;
  auto receipt = detail::receipt_of(Outcome::inserted, row);
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
    return stored == nullptr ? insert(edits, request)
                             : detail::receipt_of(Outcome::duplicate, *stored);
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
