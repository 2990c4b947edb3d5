#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "backends/sqlite/statements/list.hpp"

namespace botstore::sqlite {

namespace {

using Request = backend::ListMessages;

/// One list. Each of its statements walks an index from one place on: a thread's order, or a
/// resource's. Several threads' rows are merged afterwards.
class MessageList {
 public:
  MessageList(Connection& connection, const Request& request)
      : connection_{connection}, request_{request}, query_{request.query} {}

  [[nodiscard]] Page<Message> page() const;

 private:
  /// Null: of the resource, in all threads.
  using Thread = const std::string*;

  [[nodiscard]] std::vector<Thread> walks() const;
  [[nodiscard]] Selection selection(Thread thread) const;
  void start_behind(Where& where, Thread thread) const;
  [[nodiscard]] std::vector<Message> rows(const std::vector<Thread>& threads) const;
  void add_window(const Include& include, std::vector<Message>& found) const;
  void add_neighbours(const Message& message, Direction direction, std::int64_t wanted,
                      std::vector<Message>& found) const;
  [[nodiscard]] bool in_scope(const Message& row) const {
    return !query_.resource_id || row.resource_id == *query_.resource_id;
  }

  Connection& connection_;
  const Request& request_;
  const MessageQuery& query_;
};

std::vector<MessageList::Thread> MessageList::walks() const {
  if (query_.thread_ids.is_any()) return {nullptr};
  std::vector<Thread> walks;
  for (const auto& thread : query_.thread_ids.values()) walks.push_back(&thread);
  return walks;
}

/// Behind the cursor's place in the order (created_at, thread_id, sequence), for one thread or all.
void MessageList::start_behind(Where& where, Thread thread) const {
  if (!request_.after) return;
  const auto& place = *request_.after;
  const auto comes_after = after(query_.direction);
  const auto time = as_value(place.created_at);
  if (thread == nullptr) {
    where.add(fmt::format("(created_at, thread_id, sequence) {} (?, ?, ?)", comes_after),
              {time, place.thread_id, place.sequence});
  } else if (*thread == place.thread_id) {
    where.add(fmt::format("(created_at, sequence) {} (?, ?)", comes_after), {time, place.sequence});
  } else {
    // Among messages of one time this thread stands before or behind the cursor's as a whole.
    const bool behind = (*thread > place.thread_id) == (query_.direction == Direction::ascending);
    where.add(fmt::format("created_at {}{} ?", comes_after, behind ? "=" : ""), {time});
  }
}

Selection MessageList::selection(Thread thread) const {
  Where matching;
  if (thread != nullptr) matching.add("thread_id = ?", {*thread});
  // In a thread the index by resource is none to walk: it leads past other threads' messages.
  if (query_.resource_id)
    matching.add(thread != nullptr ? "+resource_id = ?" : "resource_id = ?", {*query_.resource_id});
  matching.any_of("role", query_.roles)
      .any_of("type", query_.types)
      .range("created_at", query_.created)
      .filter("metadata", query_.metadata);
  auto behind = matching;
  start_behind(behind, thread);
  return {.columns = message_columns_for(query_.with_content),
          .table = "messages",
          .matching = std::move(matching),
          .behind = std::move(behind),
          .order = thread == nullptr
                       ? order_by({"created_at", "thread_id", "sequence"}, query_.direction)
                       : order_by({"created_at", "sequence"}, query_.direction)};
}

std::vector<Message> MessageList::rows(const std::vector<Thread>& threads) const {
  const auto wanted = backend::rows_wanted(query_);
  const auto offset = query_.page.offset;
  if (threads.size() == 1)
    return read_page(connection_, selection(threads.front()), wanted, offset, read_message);

  // Each walk may hold all of the page, and all of what the offset skips.
  std::vector<Message> merged;
  for (const auto thread : threads) {
    auto walked =
        read_page(connection_, selection(thread),
                  wanted ? std::optional{*wanted + offset} : std::nullopt, 0, read_message);
    merged.insert(merged.end(), std::make_move_iterator(walked.begin()),
                  std::make_move_iterator(walked.end()));
  }
  backend::sort_messages(merged, query_.direction);
  const auto skipped = std::min(merged.size(), static_cast<std::size_t>(offset));
  merged.erase(merged.begin(), merged.begin() + static_cast<std::ptrdiff_t>(skipped));
  if (wanted && std::cmp_greater(merged.size(), *wanted))
    merged.resize(static_cast<std::size_t>(*wanted));
  return merged;
}

/// The message that an include names, and its neighbours on both sides.
void MessageList::add_window(const Include& include, std::vector<Message>& found) const {
  auto message = find_message(connection_, include.message, query_.with_content);
  if (!message || !in_scope(*message)) return;
  add_neighbours(*message, Direction::descending, include.before, found);
  add_neighbours(*message, Direction::ascending, include.after, found);
  found.push_back(std::move(*message));
}

void MessageList::add_neighbours(const Message& message, Direction direction, std::int64_t wanted,
                                 std::vector<Message>& found) const {
  if (wanted == 0) return;
  Where behind;
  behind.add("thread_id = ?", {message.thread_id});
  if (query_.resource_id) behind.add("+resource_id = ?", {*query_.resource_id});
  behind.add(fmt::format("(created_at, sequence) {} (?, ?)", after(direction)),
             {as_value(message.created_at), message.sequence});
  const Selection neighbours{.columns = message_columns_for(query_.with_content),
                             .table = "messages",
                             .behind = std::move(behind),
                             .order = order_by({"created_at", "sequence"}, direction)};
  for (auto& row : read_page(connection_, neighbours, wanted, 0, read_message))
    found.push_back(std::move(row));
}

Page<Message> MessageList::page() const {
  const auto threads = walks();
  auto found = rows(threads);
  std::vector<Message> included;
  for (const auto& include : query_.include) add_window(include, included);
  std::optional<std::uint64_t> total;
  if (query_.page.with_total) {
    total = 0;
    for (const auto thread : threads) *total += count(connection_, selection(thread));
  }
  return backend::make_page(request_, std::move(found), std::move(included), total);
}

}  // namespace

Page<Message> SqliteOperations::do_list_messages(const backend::ListMessages& request,
                                                 const CallOptions& call) {
  return session().read("list_messages", call, [&](Connection& connection) {
    return MessageList{connection, request}.page();
  });
}

}  // namespace botstore::sqlite
