#include "tools/commands/follow.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <optional>
#include <ranges>
#include <set>
#include <utility>
#include <vector>

#include "tools/context/interrupt.hpp"

namespace botstore::tools {

namespace {

/// How far back each look goes: of two messages that are written at the same time in different
/// threads, the later one may be seen first.
constexpr std::chrono::seconds overlap{10};

/// What has been printed and may be seen again.
class Seen {
 public:
  /// True for a message that was not there before.
  bool add(const Message& message) {
    if (!keys_.emplace(message.created_at, message.key()).second) return false;
    newest_ = newest_ ? std::max(*newest_, message.created_at) : message.created_at;
    return true;
  }

  /// Where the next look starts; absent before the first message.
  [[nodiscard]] std::optional<Timestamp> horizon() const {
    return newest_ ? std::optional{*newest_ - overlap} : std::nullopt;
  }

  /// Forgets what the next look does not reach.
  void forget() {
    if (const auto start = horizon())
      keys_.erase(keys_.begin(), keys_.lower_bound({*start, MessageKey{}}));
  }

 private:
  std::set<std::pair<Timestamp, MessageKey>> keys_{};
  std::optional<Timestamp> newest_{};
};

class Follower {
 public:
  Follower(const Context& context, Storage& store, MessageQuery query, Printer<Message>& printer,
           std::stop_token stop)
      : context_{context},
        store_{store},
        query_{std::move(query)},
        printer_{printer},
        stop_{std::move(stop)} {}

  /// Prints the last messages, and takes those that lie within the overlap for seen.
  void begin(std::int64_t last) {
    auto query = query_;
    query.direction = Direction::descending;
    auto rows = store_.stream_messages(query, {}, call());
    std::vector<Message> shown;
    while (auto message = rows.next()) {
      seen_.add(*message);
      if (std::ssize(shown) < last)
        shown.push_back(std::move(*message));
      else if (message->created_at < seen_.horizon())
        break;
    }
    for (const auto& message : shown | std::views::reverse) printer_.print(message);
    printer_.finish();
  }

  void look() {
    auto query = query_;
    query.direction = Direction::ascending;
    if (const auto start = seen_.horizon(); start && query.created.start < start)
      query.created = {
          .start = start, .end = query.created.end, .end_exclusive = query.created.end_exclusive};
    auto rows = store_.stream_messages(query, {}, call());
    while (const auto message = rows.next())
      if (seen_.add(*message)) printer_.print(*message);
    printer_.finish();
    seen_.forget();
  }

 private:
  [[nodiscard]] CallOptions call() const {
    auto options = context_.call();
    options.stop = stop_;
    return options;
  }

  const Context& context_;
  Storage& store_;
  MessageQuery query_;
  Printer<Message>& printer_;
  std::stop_token stop_;
  Seen seen_{};
};

}  // namespace

Exit follow_messages(const Context& context, const MessageQuery& query,
                     const FollowOptions& options, Printer<Message>& printer) {
  Interrupt interrupt;
  const auto store = context.open();
  Follower follower{context, *store, query, printer, interrupt.token()};
  try {
    follower.begin(options.last);
    while (std::cout && interrupt.wait(options.interval)) follower.look();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::cancelled) throw;
  }
  return Exit::done;
}

}  // namespace botstore::tools
