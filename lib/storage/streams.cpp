#include <utility>

#include "botstore/storage.hpp"
#include "lib/arguments/check.hpp"

namespace botstore {

using detail::Check;

namespace {

/// A stream over the list operation `list`, which is called with the query of one page at a time.
template <class Row, class Query, class List>
Stream<Row> stream_of(const Check& check, Query query, const StreamOptions& options, List list) {
  check.paging(query.page);
  if (query.page.with_total) check.refuse("with_total", "is asked of a stream");
  if (query.page.offset != 0) check.refuse("offset", "is asked of a stream");
  if (options.page_rows < 1) check.refuse("page_rows", "is less than one");
  std::optional<std::int64_t> rows;
  if (!query.page.limit.is_default() && !query.page.limit.is_all()) rows = query.page.limit.rows();
  auto cursor = query.page.cursor;
  auto fetch = [query = std::move(query), list = std::move(list)](const std::string& behind,
                                                                  std::int64_t limit) {
    auto page = query;
    page.page.cursor = behind;
    page.page.limit = limit;
    return list(std::move(page));
  };
  return Stream<Row>{std::move(fetch), rows, std::move(cursor), options};
}

}  // namespace

Stream<Thread> Storage::stream_threads(ThreadQuery query, const StreamOptions& options,
                                       const CallOptions& call) {
  return stream_of<Thread>(
      Check{"stream_threads"}, std::move(query), options,
      [this, call](ThreadQuery page) { return list_threads(std::move(page), call); });
}

Stream<Message> Storage::stream_messages(MessageQuery query, const StreamOptions& options,
                                         const CallOptions& call) {
  const Check check{"stream_messages"};
  if (!query.include.empty()) check.refuse("include", "is asked of a stream");
  return stream_of<Message>(check, std::move(query), options, [this, call](MessageQuery page) {
    return list_messages(std::move(page), call);
  });
}

Stream<MetadataEntry> Storage::stream_metadata(MetadataOwner owner, MetadataQuery query,
                                               const StreamOptions& options,
                                               const CallOptions& call) {
  return stream_of<MetadataEntry>(Check{"stream_metadata"}, std::move(query), options,
                                  [this, owner = std::move(owner), call](MetadataQuery page) {
                                    return list_metadata(owner, std::move(page), call);
                                  });
}

Stream<Resource> Storage::stream_resources(ResourceQuery query, const StreamOptions& options,
                                           const CallOptions& call) {
  return stream_of<Resource>(
      Check{"stream_resources"}, std::move(query), options,
      [this, call](ResourceQuery page) { return list_resources(std::move(page), call); });
}

Stream<Contact> Storage::stream_contacts(ContactQuery query, const StreamOptions& options,
                                         const CallOptions& call) {
  return stream_of<Contact>(
      Check{"stream_contacts"}, std::move(query), options,
      [this, call](ContactQuery page) { return list_contacts(std::move(page), call); });
}

Stream<HistoryEntry> Storage::stream_history(HistoryQuery query, const StreamOptions& options,
                                             const CallOptions& call) {
  return stream_of<HistoryEntry>(
      Check{"stream_history"}, std::move(query), options,
      [this, call](HistoryQuery page) { return list_history(std::move(page), call); });
}

}  // namespace botstore
