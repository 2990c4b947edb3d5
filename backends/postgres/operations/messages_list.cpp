#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/expand.hpp"
#include "backends/postgres/statements/list.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

using Request = backend::ListMessages;

/// Of messages that a thread has been chosen for already. The planner must not see the equality: it
/// would take these rows for few, and walk the index by resource past all that the resource has in
/// other threads, or sort the thread.
constexpr std::string_view bears_resource = "case when resource_id = $? then true else false end";

/// The statements of one list. Every one of them walks an index from one place on: a thread's
/// order, or a resource's. Several threads' rows, and the windows, are merged afterwards.
class MessageList {
 public:
  MessageList(const Request& request, const SqlTexts& texts) : request_{request}, texts_{texts} {}

  [[nodiscard]] Batch batch() const;
  [[nodiscard]] Page<Message> page(const Results& results) const;

 private:
  using Thread = const std::string*;  // Null: whichever the resource's messages are in.

  [[nodiscard]] std::string_view columns() const {
    return request_.query.with_content ? message_columns : message_columns_without_content;
  }
  [[nodiscard]] std::vector<Thread> walks() const;
  [[nodiscard]] Selection selection(Thread thread) const;
  void start_behind(Where& where, Thread thread) const;
  void add_window(Batch& batch, const Include& include) const;

  const Request& request_;
  const SqlTexts& texts_;
};

std::vector<MessageList::Thread> MessageList::walks() const {
  const auto& threads = request_.query.thread_ids;
  if (threads.is_any()) return {nullptr};
  std::vector<Thread> walks;
  for (const auto& thread : threads.values()) walks.push_back(&thread);
  return walks;
}

/// Behind the cursor's place in the order (created_at, thread_id, sequence), for one thread or all.
void MessageList::start_behind(Where& where, Thread thread) const {
  if (!request_.after) return;
  const auto& place = *request_.after;
  const auto direction = request_.query.direction;
  if (thread == nullptr) {
    where.behind("created_at, thread_id, sequence", direction, place.created_at, place.thread_id,
                 place.sequence);
  } else if (*thread == place.thread_id) {
    where.behind("created_at, sequence", direction, place.created_at, place.sequence);
  } else {
    // Among messages of one time this thread stands before or behind the cursor's as a whole.
    const bool ascending = direction == Direction::ascending;
    const bool behind = (*thread > place.thread_id) == ascending;
    if (behind)
      where.add(ascending ? "created_at >= $?" : "created_at <= $?", place.created_at);
    else
      where.behind("created_at", direction, place.created_at);
  }
}

Selection MessageList::selection(Thread thread) const {
  const auto& query = request_.query;
  return {.name = "list_messages",
          .columns = columns(),
          .table = "messages",
          .conditions =
              [&query, thread](Where& where) {
                if (thread != nullptr) where.add("thread_id = $?", *thread);
                if (query.resource_id)
                  where.add(thread != nullptr ? bears_resource : "resource_id = $?",
                            *query.resource_id);
                where.any_of("role", query.roles)
                    .any_of("type", query.types)
                    .range("created_at", query.created)
                    .filter("metadata", query.metadata);
              },
          .behind = [this, thread](Where& where) { start_behind(where, thread); },
          .order = thread == nullptr
                       ? order_by({"created_at", "thread_id", "sequence"}, query.direction)
                       : order_by({"created_at", "sequence"}, query.direction)};
}

constexpr std::string_view window_text = R"(
      with target as (
        select created_at, sequence from {s}.messages where id = $2 and thread_id = $1{scope}
      )
      (select {columns} from {s}.messages
        where thread_id = $1{scope}
          and (created_at, sequence) <= ((select created_at from target),
                                         (select sequence from target))
        order by created_at desc, sequence desc limit (select $3))
      union all
      (select {columns} from {s}.messages
        where thread_id = $1{scope}
          and (created_at, sequence) > ((select created_at from target),
                                        (select sequence from target))
        order by created_at, sequence limit (select $4)))";

/// The message and its neighbours: those up to it backwards, and those behind it.
void MessageList::add_window(Batch& batch, const Include& include) const {
  constexpr std::string_view name = "list_messages window";
  Params params{include.message.thread_id, include.message.id, include.before + 1, include.after};
  std::string_view scope;
  if (request_.query.resource_id) {
    params.add(*request_.query.resource_id);
    scope = " and case when resource_id = $5 then true else false end";
  }
  const auto key = fmt::format("{}{}{}", name, columns(), scope);
  const auto make = [&] {
    return expand(texts_.schema(), window_text, {{"columns", columns()}, {"scope", scope}});
  };
  batch.add(texts_.composed(name, key, make), std::move(params));
}

Batch MessageList::batch() const {
  const auto& query = request_.query;
  const auto threads = walks();
  // Of several walks each may hold all of the page, and all of what the offset skips.
  const bool one_walk = threads.size() == 1;
  auto rows = backend::rows_wanted(query);
  if (rows && !one_walk) *rows += query.page.offset;
  Batch batch;
  for (const auto thread : threads)
    add_page(batch, texts_, selection(thread), rows, one_walk ? query.page.offset : 0);
  for (const auto& include : query.include) add_window(batch, include);
  if (query.page.with_total)
    for (const auto thread : threads) add_count(batch, texts_, selection(thread));
  return batch;
}

void append(std::vector<Message>& messages, const Result& result) {
  messages.reserve(messages.size() + static_cast<std::size_t>(result.size()));
  for (const Row row : result) messages.push_back(read_message(row));
}

Page<Message> MessageList::page(const Results& results) const {
  const auto& query = request_.query;
  const auto walked = walks().size();
  auto next = results.begin();
  std::vector<Message> rows;
  for (std::size_t i = 0; i < walked; ++i) append(rows, *next++);
  if (walked > 1) {
    backend::sort_messages(rows, query.direction);
    const auto skipped =
        std::min<std::size_t>(rows.size(), static_cast<std::size_t>(query.page.offset));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(skipped));
    const auto wanted = backend::rows_wanted(query);
    if (wanted && std::cmp_greater(rows.size(), *wanted))
      rows.resize(static_cast<std::size_t>(*wanted));
  }
  std::vector<Message> included;
  for (std::size_t i = 0; i < query.include.size(); ++i) append(included, *next++);
  std::optional<std::uint64_t> total;
  if (query.page.with_total) {
    total = 0;
    for (std::size_t i = 0; i < walked; ++i)
      *total += static_cast<std::uint64_t>((next++)->front().get<std::int64_t>(0));
  }
  return backend::make_page(request_, std::move(rows), std::move(included), total);
}

}  // namespace

Page<Message> PostgresOperations::do_list_messages(const backend::ListMessages& request,
                                                   const CallOptions& call) {
  const MessageList list{request, texts(call)};
  const auto batch = list.batch();
  if (batch.size() == 0) return list.page({});
  return list.page(session().read("list_messages", batch, call));
}

}  // namespace botstore::postgres
