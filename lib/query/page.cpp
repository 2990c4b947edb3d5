#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "botstore/backend/page.hpp"
#include "lib/query/cursor.hpp"

namespace botstore::backend {

namespace {

std::optional<std::int64_t> limit_of(const Paging& page) {
  if (page.limit.is_all()) return std::nullopt;
  return page.limit.is_default() ? default_limit : page.limit.rows();
}

// Where a row stands in the order of the query that found it.

ThreadPosition place_of(const ListThreads& request, const Thread& row) {
  const bool by_update = request.query.order_by == ThreadOrder::updated_at;
  return {by_update ? row.updated_at : row.created_at, row.id};
}

MessagePosition place_of(const ListMessages&, const Message& row) {
  return {row.created_at, row.thread_id, row.sequence};
}

MetadataPosition place_of(const ListMetadata&, const MetadataEntry& row) {
  return {row.owner.message_id.value_or(""), row.key};
}

KeyPosition place_of(const ListResources&, const Resource& row) {
  return {row.id};
}

ContactPosition place_of(const ListContacts&, const Contact& row) {
  return {row.last_interaction.value_or(row.created_at), row.id};
}

HistoryPosition place_of(const ListHistory&, const HistoryEntry& row) {
  return {row.created_at, row.id};
}

/// Cuts `rows` to the limit; what it cuts off is returned.
template <class Row>
std::vector<Row> cut(std::vector<Row>& rows, const Paging& page) {
  const auto limit = limit_of(page);
  if (!limit || std::cmp_less_equal(rows.size(), *limit)) return {};
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(*limit);
  std::vector<Row> rest{std::make_move_iterator(end), std::make_move_iterator(rows.end())};
  rows.erase(end, rows.end());
  return rest;
}

/// The cursor behind the page's own rows; where it has none, the one that it started from.
template <class Request, class Row>
std::string cursor_behind(const Request& request, const std::vector<Row>& rows) {
  if (rows.empty()) return request.query.page.cursor;
  return detail::encode_cursor(request.fingerprint, place_of(request, rows.back()));
}

template <class Request, class Row>
Page<Row> page_of(const Request& request, std::vector<Row> rows,
                  std::optional<std::uint64_t> total) {
  const bool has_more = !cut(rows, request.query.page).empty();
  auto cursor = cursor_behind(request, rows);
  return {std::move(rows), has_more, std::move(cursor), total};
}

}  // namespace

std::optional<std::int64_t> rows_wanted(const Paging& page) {
  const auto limit = limit_of(page);
  if (!limit || *limit == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return *limit + 1;
}

std::optional<std::int64_t> rows_wanted(const MessageQuery& query) {
  auto wanted = rows_wanted(query.page);
  for (const auto& include : query.include) {
    const auto window = include.before + 1 + include.after;
    if (wanted && *wanted > std::numeric_limits<std::int64_t>::max() - window) return std::nullopt;
    if (wanted) *wanted += window;
  }
  return wanted;
}

Page<Thread> make_page(const ListThreads& request, std::vector<Thread> rows,
                       std::optional<std::uint64_t> total) {
  return page_of(request, std::move(rows), total);
}

Page<MetadataEntry> make_page(const ListMetadata& request, std::vector<MetadataEntry> rows,
                              std::optional<std::uint64_t> total) {
  return page_of(request, std::move(rows), total);
}

Page<Resource> make_page(const ListResources& request, std::vector<Resource> rows,
                         std::optional<std::uint64_t> total) {
  return page_of(request, std::move(rows), total);
}

Page<Contact> make_page(const ListContacts& request, std::vector<Contact> rows,
                        std::optional<std::uint64_t> total) {
  return page_of(request, std::move(rows), total);
}

Page<HistoryEntry> make_page(const ListHistory& request, std::vector<HistoryEntry> rows,
                             std::optional<std::uint64_t> total) {
  return page_of(request, std::move(rows), total);
}

Page<Message> make_page(const ListMessages& request, std::vector<Message> rows,
                        std::vector<Message> included, std::optional<std::uint64_t> total) {
  const auto rest = cut(rows, request.query.page);
  auto cursor = cursor_behind(request, rows);
  if (included.empty()) return {std::move(rows), !rest.empty(), std::move(cursor), total};

  std::set<MessageKey> held;
  for (const auto& row : rows) held.insert(row.key());
  for (auto& message : included)
    if (held.insert(message.key()).second) rows.push_back(std::move(message));
  sort_messages(rows, request.query.direction);

  const bool has_more = std::any_of(rest.begin(), rest.end(), [&](const Message& message) {
    return !held.contains(message.key());
  });
  return {std::move(rows), has_more, std::move(cursor), total};
}

void sort_messages(std::vector<Message>& messages, Direction direction) {
  const auto earlier = [](const Message& left, const Message& right) {
    return std::tie(left.created_at, left.thread_id, left.sequence) <
           std::tie(right.created_at, right.thread_id, right.sequence);
  };
  if (direction == Direction::ascending)
    std::sort(messages.begin(), messages.end(), earlier);
  else
    std::sort(messages.begin(), messages.end(),
              [&](const Message& left, const Message& right) { return earlier(right, left); });
}

Timestamp move_forward(Timestamp stored, Timestamp now) noexcept {
  return std::min(std::max(now, stored + std::chrono::microseconds{1}), latest_time);
}

}  // namespace botstore::backend
