#include "tools/transfer/verify.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <type_traits>
#include <utility>

#include "botstore/backend/errors.hpp"
#include "tools/transfer/rows/paged_rows.hpp"
#include "tools/transfer/rows/walk.hpp"

namespace botstore::transfer {

namespace {

constexpr std::size_t most_lacking = 5;
constexpr std::size_t messages_at_once = 500;

// By what the rows of a list are ordered in every store alike.

auto order(const Resource& row) {
  return row.id;
}
auto order(const Thread& row) {
  return std::tuple{row.created_at, row.id};
}
auto order(const MetadataEntry& row) {
  return std::tuple{row.owner.message_id.value_or(""), row.key};
}
auto order(const Contact& row) {
  return row.last_interaction.value_or(row.created_at);
}
auto order(const HistoryEntry& row) {
  return row.created_at;
}

/// A row's name, for people.
std::string name(const Resource& row) {
  return backend::describe_resource(row.id);
}
std::string name(const Thread& row) {
  return backend::describe_thread(row.id);
}
std::string name(const Message& row) {
  return backend::describe(row.key());
}
std::string name(const MetadataEntry& row) {
  return backend::describe(row.owner, row.key);
}
std::string name(const Contact& row) {
  return "contact " + row.phone.value_or(std::to_string(row.id));
}
std::string name(const HistoryEntry& row) {
  return "history entry " + std::to_string(row.id);
}

/// Finds rows, asked for in the order of a list of the target, while the list is read once.
template <class T>
class Finder {
 public:
  explicit Finder(typename PagedRows<T>::List list, PageSize size = {})
      : rows_{std::move(list), size} {}

  /// True if there is such a row that has not been found before.
  bool take(const T& row, const Tally::Sum& sum, RowHash& hash) {
    if (!at_ || *at_ < order(row)) advance(order(row), hash);
    if (!at_ || *at_ != order(row)) return false;
    const auto found = sums_.find(sum);
    if (found == sums_.end()) return false;
    sums_.erase(found);
    return true;
  }

  [[nodiscard]] const PageSize& page_size() const noexcept { return rows_.size(); }

 private:
  using Order = decltype(order(std::declval<const T&>()));

  /// Reads all rows of this place in the order, and the first behind them.
  void advance(const Order& place, RowHash& hash) {
    sums_.clear();
    if (!started_) next_ = rows_.next();
    started_ = true;
    while (next_ && order(*next_) < place) next_ = rows_.next();
    at_ = place;
    for (; next_ && order(*next_) == place; next_ = rows_.next()) sums_.insert(hash(Row{*next_}));
  }

  PagedRows<T> rows_;
  std::optional<T> next_;
  std::optional<Order> at_;
  std::multiset<Tally::Sum> sums_;  // Of the rows at `at_` that have not been taken.
  bool started_ = false;
};

class Comparer {
 public:
  Comparer(Storage& target, const std::function<void(std::uint64_t rows)>& progress,
           const Calls& call)
      : target_{target},
        progress_{progress},
        call_{call},
        resources_{[this](Paging page) {
          return target_.list_resources({.page = std::move(page)}, call_());
        }},
        threads_{[this](Paging page) {
          return target_.list_threads({.direction = Direction::ascending, .page = std::move(page)},
                                      call_());
        }},
        contacts_{[this](Paging page) {
          return target_.list_contacts({.direction = Direction::ascending, .page = std::move(page)},
                                       call_());
        }},
        history_{[this](Paging page) {
          return target_.list_history({.page = std::move(page)}, call_());
        }} {}
  Comparer(const Comparer&) = delete;
  Comparer& operator=(const Comparer&) = delete;

  void take(Row row);
  Comparison finish();

 private:
  bool find(const Resource& row, const Tally::Sum& sum) { return resources_.take(row, sum, hash_); }
  bool find(const Thread& row, const Tally::Sum& sum) { return threads_.take(row, sum, hash_); }
  bool find(const Contact& row, const Tally::Sum& sum) { return contacts_.take(row, sum, hash_); }
  bool find(const HistoryEntry& row, const Tally::Sum& sum) {
    return history_.take(row, sum, hash_);
  }
  bool find(const MetadataEntry& row, const Tally::Sum& sum);
  void judge(const Row& row, const Tally::Sum& sum, bool found);
  void look_for_messages();

  Storage& target_;
  const std::function<void(std::uint64_t rows)>& progress_;
  const Calls& call_;
  RowHash hash_;
  Finder<Resource> resources_;
  Finder<Thread> threads_;
  Finder<Contact> contacts_;
  Finder<HistoryEntry> history_;
  std::string metadata_thread_;
  std::optional<Finder<MetadataEntry>> metadata_;
  std::vector<std::pair<Message, Tally::Sum>> messages_;  // Not looked for yet, without contents.
  std::size_t message_bytes_ = 0;                         // What these hold, with their contents.
  Comparison comparison_;
};

bool Comparer::find(const MetadataEntry& row, const Tally::Sum& sum) {
  const auto& thread = row.owner.thread_id;
  if (!metadata_ || metadata_thread_ != thread) {
    metadata_thread_ = thread;
    const auto list = [this, owner = MetadataOwner{thread, std::nullopt}](Paging page) {
      return target_.list_metadata(owner, {.with_messages = true, .page = std::move(page)},
                                   call_());
    };
    metadata_.emplace(list, metadata_ ? metadata_->page_size() : PageSize{});
  }
  return metadata_->take(row, sum, hash_);
}

void Comparer::take(Row row) {
  const auto sum = hash_(row);
  comparison_.source.add(kind_of(row), sum);
  std::visit(
      [&](auto& one) {
        if constexpr (std::is_same_v<std::decay_t<decltype(one)>, Message>) {
          message_bytes_ += bytes_of(one);
          one.content = {};
          messages_.emplace_back(std::move(one), sum);
          if (messages_.size() == messages_at_once || message_bytes_ >= page_bytes)
            look_for_messages();
        } else {
          judge(row, sum, find(one, sum));
        }
      },
      row);
  progress_(comparison_.source.rows());
}

void Comparer::judge(const Row& row, const Tally::Sum& sum, bool found) {
  if (found)
    comparison_.target.add(kind_of(row), sum);
  else if (comparison_.lacking.size() < most_lacking)
    comparison_.lacking.push_back(std::visit([](const auto& one) { return name(one); }, row));
}

void Comparer::look_for_messages() {
  std::vector<MessageKey> keys;
  for (const auto& [message, sum] : messages_) keys.push_back(message.key());
  std::map<MessageKey, Tally::Sum> there;
  for (auto& message : target_.get_messages(std::move(keys), {}, call_())) {
    auto key = message.key();
    there.emplace(std::move(key), hash_(Row{std::move(message)}));
  }
  for (auto& [message, sum] : messages_) {
    const auto found = there.find(message.key());
    judge(Row{std::move(message)}, sum, found != there.end() && found->second == sum);
  }
  messages_.clear();
  message_bytes_ = 0;
}

Comparison Comparer::finish() {
  look_for_messages();
  return std::move(comparison_);
}

}  // namespace

Comparison compare(Storage& source, Storage& target,
                   const std::function<void(std::uint64_t rows)>& progress, const Calls& call) {
  Comparer comparer{target, progress, call};
  walk(source, {},
       {.row = [&](Row row) { comparer.take(std::move(row)); }, .rest = [](const Position&) {}},
       call);
  return comparer.finish();
}

}  // namespace botstore::transfer
