#include <algorithm>
#include <utility>

#include "backends/memory/list.hpp"
#include "backends/memory/merged_threads.hpp"
#include "backends/memory/store.hpp"
#include "botstore/backend/json.hpp"

namespace botstore::memory {

namespace {

/// The row as it goes out. A content that is not wanted is not copied.
Message copy_of(const Message& row, bool with_content) {
  if (with_content) return row;
  return {.thread_id = row.thread_id,
          .id = row.id,
          .resource_id = row.resource_id,
          .role = row.role,
          .type = row.type,
          .metadata = row.metadata,
          .created_at = row.created_at,
          .sequence = row.sequence,
          .revision = row.revision};
}

bool in_scope(const Message& row, const MessageQuery& query) {
  return !query.resource_id || row.resource_id == *query.resource_id;
}

bool matches(const Message& row, const MessageQuery& query) {
  return in_scope(row, query) && query.roles.matches(row.role) && query.types.matches(row.type) &&
         contains(query.created, row.created_at) && backend::matches(row.metadata, query.metadata);
}

/// The messages that an include brings: the named one, and its neighbours on both sides.
class Window {
 public:
  Window(const Rows& rows, const MessageQuery& query, std::vector<Message>& found)
      : rows_{rows}, query_{query}, found_{found} {}

  void add(const Include& include) {
    const auto& key = include.message;
    const auto* message = rows_.messages.find<MessagesByKey>(key.thread_id, key.id);
    if (message == nullptr || !in_scope(*message, query_)) return;
    found_.push_back(copy_of(*message, query_.with_content));
    add_neighbours(*message, include.before, Direction::descending);
    add_neighbours(*message, include.after, Direction::ascending);
  }

 private:
  void add_neighbours(const Message& message, std::int64_t wanted, Direction direction) {
    auto range = all_of<MessagesOfThread>(message.thread_id);
    range.begin_behind(direction, message.thread_id, message.created_at, message.sequence);
    take(
        rows_.messages.walk<MessagesOfThread>(std::move(range), direction), 0, wanted,
        [&](const Message& row) { return in_scope(row, query_); },
        [&](const Message& row) { found_.push_back(copy_of(row, query_.with_content)); });
  }

  const Rows& rows_;
  const MessageQuery& query_;
  std::vector<Message>& found_;
};

template <class WalkFrom>
Page<Message> list(const Rows& rows, const backend::ListMessages& request,
                   const WalkFrom& walk_from) {
  const auto& query = request.query;
  const auto is_match = [&](const Message& row) { return matches(row, query); };
  std::vector<Message> found;
  take(walk_from(request.after), query.page.offset, backend::rows_wanted(query), is_match,
       [&](const Message& row) { found.push_back(copy_of(row, query.with_content)); });
  const auto total = total_of(query.page, walk_from(std::nullopt), is_match);
  std::vector<Message> included;
  Window window{rows, query, included};
  for (const auto& include : query.include) window.add(include);
  return backend::make_page(request, std::move(found), std::move(included), total);
}

Page<Message> list_of_resource(const Rows& rows, const backend::ListMessages& request) {
  const auto& query = request.query;
  const auto& owner = *query.resource_id;
  return list(rows, request, [&](const std::optional<backend::MessagePosition>& after) {
    auto range = all_in<MessagesOfResource>(query.created, owner);
    if (after)
      range.begin_behind(query.direction, owner, after->created_at, after->thread_id,
                         after->sequence);
    return rows.messages.walk<MessagesOfResource>(std::move(range), query.direction);
  });
}

Page<Message> list_of_threads(const Rows& rows, const backend::ListMessages& request) {
  return list(rows, request, [&](const std::optional<backend::MessagePosition>& after) {
    return MergedThreads{rows.messages, request.query, after};
  });
}

}  // namespace

std::vector<Message> MemoryStore::do_get_messages(std::span<const MessageKey> keys,
                                                  const GetMessagesOptions& options,
                                                  const CallOptions&) {
  return read("get_messages", [&](const Rows& rows) {
    std::vector<Message> found;
    for (const auto& key : keys)
      if (const auto* row = rows.messages.find<MessagesByKey>(key.thread_id, key.id))
        found.push_back(copy_of(*row, options.with_content));
    return found;
  });
}

std::vector<Message> MemoryStore::do_find_messages(std::span<const std::string> ids,
                                                   const GetMessagesOptions& options,
                                                   const CallOptions&) {
  return read("find_messages", [&](const Rows& rows) {
    std::vector<Message> found;
    for (const auto& id : ids) {
      auto bearers = rows.messages.walk<MessagesById>(all_of<MessagesById>(id));
      while (const auto* row = bearers.next()) found.push_back(copy_of(*row, options.with_content));
    }
    return found;
  });
}

Page<Message> MemoryStore::do_list_messages(const backend::ListMessages& request,
                                            const CallOptions&) {
  return read("list_messages", [&](const Rows& rows) {
    return request.query.thread_ids.is_any() ? list_of_resource(rows, request)
                                             : list_of_threads(rows, request);
  });
}

}  // namespace botstore::memory
