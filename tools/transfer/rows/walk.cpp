#include "tools/transfer/rows/walk.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "botstore/error.hpp"
#include "tools/transfer/rows/paged_rows.hpp"

namespace botstore::transfer {

namespace {

/// Threads whose messages are so few are shown together.
constexpr std::int64_t group_rows = 500;

Paging page_after(std::string cursor, std::int64_t rows) {
  return {.limit = rows, .cursor = std::move(cursor)};
}

class Walk {
 public:
  Walk(Storage& store, const Position& from, const Walker& walker, const Calls& call)
      : store_{store},
        at_{from},
        walker_{walker},
        call_{call},
        thread_page_{from.rows > 0 ? PageSize{from.rows} : PageSize{}} {}

  void run();

 private:
  using Part = Position::Part;

  void next_part();
  template <class List>
  void show_list(Part part, List list);
  void show_threads();
  void show_page(std::vector<Thread> threads);
  void show_group(std::span<Thread> threads);
  void show_messages(std::span<const Thread> threads);
  void show_metadata(const Thread& thread);
  void show_values(const Thread& thread, std::vector<MetadataEntry> entries);
  void rest_in(const Thread& thread, bool in_metadata, std::string cursor);

  Storage& store_;
  Position at_;
  const Walker& walker_;
  const Calls& call_;
  PageSize thread_page_;
  PageSize message_page_{};
  PageSize metadata_page_{};
};

void Walk::run() {
  show_list(Part::resources,
            [&](Paging page) { return store_.list_resources({.page = std::move(page)}, call_()); });
  if (at_.part == Part::threads) show_threads();
  show_list(Part::contacts, [&](Paging page) {
    return store_.list_contacts({.order_by = ContactOrder::last_interaction,
                                 .direction = Direction::ascending,
                                 .page = std::move(page)},
                                call_());
  });
  show_list(Part::history,
            [&](Paging page) { return store_.list_history({.page = std::move(page)}, call_()); });
}

void Walk::next_part() {
  at_ = {.part = static_cast<Part>(static_cast<int>(at_.part) + 1)};
  walker_.rest(at_);
}

template <class List>
void Walk::show_list(Part part, List list) {
  if (at_.part != part) return;
  PageSize size;
  for (bool more = true; more;) {
    auto page = list(page_after(at_.cursor, size.rows()));
    size.learn(page.items);
    for (auto& row : page.items) walker_.row(std::move(row));
    more = page.has_more;
    at_.cursor = page.next_cursor;
    walker_.rest(at_);
  }
  next_part();
}

void Walk::show_threads() {
  for (bool more = true; more;) {
    at_.rows = thread_page_.rows();
    auto page = store_.list_threads(
        {.direction = Direction::ascending, .page = page_after(at_.cursor, at_.rows)}, call_());
    thread_page_.learn(page.items);
    more = page.has_more;
    show_page(std::move(page.items));
    at_ = {.part = Part::threads, .cursor = page.next_cursor, .rows = thread_page_.rows()};
    walker_.rest(at_);
  }
  next_part();
}

/// Shows those of the threads that the walk has not passed, small ones together.
void Walk::show_page(std::vector<Thread> threads) {
  auto first = threads.begin();
  if (!at_.thread.empty()) {
    const auto begun = std::ranges::find(threads, at_.thread, &Thread::id);
    // One that is gone, or on another page since others were deleted: the page is shown again.
    if (begun != threads.end()) first = at_.done ? begun + 1 : begun;
    if (begun == threads.end()) at_.done = true;
  }
  while (first != threads.end()) {
    auto last = first + 1;
    for (auto rows = first->last_sequence; at_.done && last != threads.end(); ++last) {
      rows += last->last_sequence;
      if (rows > group_rows) break;
    }
    show_group({first, last});
    first = last;
  }
}

/// Shows a thread from where the walk is in it, or several from their start.
void Walk::show_group(std::span<Thread> threads) {
  if (at_.done) {
    for (const auto& thread : threads) walker_.row(thread);
    at_.in_metadata = false;
    at_.thread_cursor.clear();
  }
  if (!at_.in_metadata) show_messages(threads);
  for (const auto& thread : threads) show_metadata(thread);
  at_.thread = threads.back().id;
  at_.done = true;
  walker_.rest(at_);
}

void Walk::show_messages(std::span<const Thread> threads) {
  std::map<std::string, std::int64_t> last_sequences;
  std::vector<std::string> ids;
  for (const auto& thread : threads) {
    if (thread.last_sequence == 0) continue;
    last_sequences.emplace(thread.id, thread.last_sequence);
    ids.push_back(thread.id);
  }
  const bool single = threads.size() == 1;
  auto cursor = at_.done ? std::string{} : at_.thread_cursor;
  for (bool more = !ids.empty(); more;) {
    auto page = store_.list_messages(
        {.thread_ids = ids, .page = page_after(cursor, message_page_.rows())}, call_());
    message_page_.learn(page.items);
    for (auto& message : page.items)
      if (message.sequence <= last_sequences.at(message.thread_id)) walker_.row(std::move(message));
    more = page.has_more;
    cursor = page.next_cursor;
    if (single && more) rest_in(threads.front(), false, cursor);
  }
  if (single) rest_in(threads.front(), true, {});
}

void Walk::show_metadata(const Thread& thread) {
  auto cursor = !at_.done && at_.thread == thread.id ? at_.thread_cursor : std::string{};
  for (bool more = true; more;) {
    auto page = store_.list_metadata(
        {thread.id, std::nullopt},
        {.with_messages = true, .page = page_after(cursor, metadata_page_.rows())}, call_());
    metadata_page_.learn(page.items);
    show_values(thread, std::move(page.items));
    more = page.has_more;
    cursor = page.next_cursor;
    if (more && !at_.done) rest_in(thread, true, cursor);
  }
}

/// Shows those values whose message has been shown: it has not been deleted, nor has it come later.
void Walk::show_values(const Thread& thread, std::vector<MetadataEntry> entries) {
  std::vector<MessageKey> keys;
  for (const auto& entry : entries)
    if (const auto& id = entry.owner.message_id; id && (keys.empty() || keys.back().id != *id))
      keys.push_back({thread.id, *id});
  std::map<std::string, std::int64_t> sequences;
  if (!keys.empty())
    for (const auto& message : store_.get_messages(keys, {.with_content = false}, call_()))
      sequences.emplace(message.id, message.sequence);
  for (auto& entry : entries) {
    if (entry.owner.message_id) {
      const auto found = sequences.find(*entry.owner.message_id);
      if (found == sequences.end() || found->second > thread.last_sequence) continue;
    }
    walker_.row(std::move(entry));
  }
}

void Walk::rest_in(const Thread& thread, bool in_metadata, std::string cursor) {
  at_.thread = thread.id;
  at_.done = false;
  at_.in_metadata = in_metadata;
  at_.thread_cursor = std::move(cursor);
  walker_.rest(at_);
}

}  // namespace

void walk(Storage& store, const Position& from, const Walker& walker, const Calls& call) {
  Walk{store, from, walker, call}.run();
}

std::uint64_t estimate_rows(Storage& store, const Calls& call) {
  const Paging count{.limit = 0, .with_total = true};
  auto rows = store.list_resources({.page = count}, call()).total.value() +
              store.list_contacts({.page = count}, call()).total.value() +
              store.list_history({.page = count}, call()).total.value();
  PagedRows<Thread> threads{
      [&](Paging page) { return store.list_threads({.page = std::move(page)}, call()); }};
  while (const auto thread = threads.next())
    rows += 1 + static_cast<std::uint64_t>(thread->last_sequence);
  return rows;
}

Json to_json(const Position& position) {
  return Json::object({{"part", Json::number(static_cast<int>(position.part))},
                       {"cursor", Json::string(position.cursor)},
                       {"rows", Json::number(position.rows)},
                       {"thread", Json::string(position.thread)},
                       {"done", Json::boolean(position.done)},
                       {"in_metadata", Json::boolean(position.in_metadata)},
                       {"thread_cursor", Json::string(position.thread_cursor)}});
}

Position position_from(const Json& json) {
  const auto field = [&](std::string_view key) { return json.find({key}).value(); };
  return {.part = static_cast<Position::Part>(field("part").as_integer().value()),
          .cursor = field("cursor").as_string().value(),
          .rows = field("rows").as_integer().value(),
          .thread = field("thread").as_string().value(),
          .done = field("done").as_boolean().value(),
          .in_metadata = field("in_metadata").as_boolean().value(),
          .thread_cursor = field("thread_cursor").as_string().value()};
}

}  // namespace botstore::transfer
