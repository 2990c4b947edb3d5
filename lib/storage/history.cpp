#include "botstore/id.hpp"
#include "botstore/storage.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;

HistoryReceipt Storage::save_history(NewHistoryEntry entry, const CallOptions& call) {
  const Check check{"save_history"};
  check.name("ref", entry.ref, limits::ref_bytes);
  check.text("keyword", entry.keyword, limits::keyword_bytes);
  check.text("answer", entry.answer);
  check.text("ref_serialize", entry.ref_serialize);
  check.name("phone", entry.phone, limits::phone_bytes);
  if (entry.options) check.value("options", *entry.options);
  check.time("created_at", entry.created_at);
  check.name("entry_key", entry.entry_key, limits::entry_key_bytes);
  if (!entry.entry_key) entry.entry_key = new_id();
  return Call::run(*this, "save_history", call, [&] {
    return do_save_history({std::move(entry), clock_()}, call);
  });
}

std::optional<HistoryEntry> Storage::last_history(std::string_view phone,
                                                  const LastHistoryOptions& options,
                                                  const CallOptions& call) {
  Check{"last_history"}.name("phone", phone, limits::phone_bytes);
  return Call::run(*this, "last_history", call,
                   [&] { return do_last_history(phone, options, call); });
}

std::optional<HistoryEntry> backend::Operations::do_last_history(std::string_view phone,
                                                                 const LastHistoryOptions& options,
                                                                 const CallOptions& call) {
  ListHistory request{{.phone = std::string{phone},
                       .with_keyword = options.with_keyword,
                       .direction = Direction::descending,
                       .page = {.limit = 1}}};
  request.fingerprint = detail::fingerprint(request.query);
  auto page = do_list_history(request, call);
  if (page.items.empty()) return std::nullopt;
  return std::move(page.items.front());
}

Page<HistoryEntry> Storage::list_history(HistoryQuery query, const CallOptions& call) {
  const Check check{"list_history"};
  check.name("phone", query.phone, limits::phone_bytes);
  check.range("created", query.created);
  backend::ListHistory request{std::move(query)};
  detail::place_page(check, request, detail::fingerprint(request.query));
  return Call::run(*this, "list_history", call, [&] { return do_list_history(request, call); });
}

}  // namespace botstore
