#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "backends/memory/index.hpp"

namespace botstore::memory {

/// Who looks at a table: everybody sees what was committed, the writer sees its own writes too.
enum class Viewer { committed, writer };

/// A row's place in a table, and its versions.
template <class Row>
struct Slot {
  std::unique_ptr<const Row> committed{};
  std::unique_ptr<const Row> pending{};  ///< Null in a touched slot: the writer has erased the row.
  bool touched = false;                  ///< The writer's version is `pending`.

  [[nodiscard]] const Row* seen_by(Viewer viewer) const noexcept {
    return viewer == Viewer::writer && touched ? pending.get() : committed.get();
  }
};

template <class Row>
[[nodiscard]] const Slot<Row>& slot_of(const Slot<Row>& slot) noexcept {
  return slot;
}
template <class Row>
[[nodiscard]] const Slot<Row>& slot_of(const Slot<Row>* slot) noexcept {
  return *slot;
}

/// The row that an entry of an index leads to. A slot has an entry for the key of each version, so
/// the entry counts only for a viewer whose version has this very key.
template <class Row, class Index, class Entry>
[[nodiscard]] const Row* seen_at(const Entry& entry, Viewer viewer) {
  const Row* row = slot_of(entry.second).seen_by(viewer);
  return row != nullptr && Index::of(*row) == entry.first ? row : nullptr;
}

/// The rows of a range of an index that a viewer sees, one after the other. Rows may be written
/// while it goes on; whether it meets those is not said.
template <class Row, class Index, class Entries>
class Walk {
 public:
  Walk(const Entries& entries, Range<typename Index::Key> range, Direction direction, Viewer viewer)
      : entries_{&entries},
        range_{std::move(range)},
        direction_{direction},
        viewer_{viewer},
        at_{entries.lower_bound(direction == Direction::ascending ? range_.from : range_.to)} {}

  /// The next row; null at the end.
  [[nodiscard]] const Row* next() {
    while (const auto* entry = next_entry())
      if (const Row* row = seen_at<Row, Index>(*entry, viewer_)) return row;
    return nullptr;
  }

 private:
  [[nodiscard]] const typename Entries::value_type* next_entry() {
    if (direction_ == Direction::ascending)
      return at_ != entries_->end() && range_.to.follows(at_->first) ? &*at_++ : nullptr;
    if (at_ == entries_->begin() || range_.from.follows(std::prev(at_)->first)) return nullptr;
    return &*--at_;
  }

  const Entries* entries_;
  Range<typename Index::Key> range_;
  Direction direction_;
  Viewer viewer_;
  typename Entries::const_iterator at_;
};

/// Rows that one writer changes while others read what was there before. An index is a type with
/// `Key`, a tuple, and `of(row)`, a tuple that compares with it and refers to the row. The primary
/// one is unique; in the others, keys that are equal belong to different versions of the table.
///
/// The writer's calls form statements: `keep` or `undo` ends one, `commit` or `rollback` all since
/// the last of these. Each costs in proportion to the rows written. Pointers to rows hold until the
/// statement ends.
///
/// Not synchronised: reading goes together with reading only.
template <class RowT, class PrimaryIndex, class... SecondaryIndexes>
class Table {
 public:
  using Row = RowT;

  Table() = default;
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  /// The row with this key, which is stated whole; null if there is none.
  template <class Index, class... Parts>
  [[nodiscard]] const Row* find(Viewer viewer, const Parts&... parts) const {
    const typename Index::Key key{parts...};
    auto [at, end] = entries_of<Index>(*this).equal_range(key);
    for (; at != end; ++at)
      if (const Row* row = seen_at<Row, Index>(*at, viewer)) return row;
    return nullptr;
  }

  template <class Index>
  [[nodiscard]] auto walk(Viewer viewer, Range<typename Index::Key> range,
                          Direction direction) const {
    using Entries = std::remove_cvref_t<decltype(entries_of<Index>(*this))>;
    return Walk<Row, Index, Entries>{entries_of<Index>(*this), std::move(range), direction, viewer};
  }

  /// Inserts the row, or replaces the one with its primary key.
  void put(Row row) {
    auto version = std::make_unique<const Row>(std::move(row));
    make_room();
    const auto place = slots_.try_emplace(typename PrimaryIndex::Key{PrimaryIndex::of(*version)});
    write(place.first, std::move(version));
  }

  /// Erases the row, which the writer sees.
  void erase(const Row& row) {
    make_room();
    write(slots_.find(PrimaryIndex::of(row)), nullptr);
  }

  /// Ends a statement; its writes are the writer's from now on.
  void keep() noexcept {
    for (const auto& change : changes_)
      if (change.before) drop_entries(change.place->second, *change.before);
    changes_.clear();
  }

  /// Ends a statement and takes back its writes.
  void undo() noexcept {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
      auto& slot = change->place->second;
      std::swap(slot.pending, change->before);
      slot.touched = change->touched_before;
      if (!slot.touched) touched_.pop_back();
    }
    // Only now is it known which keys are left. A slot's first change comes last.
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
      if (change->before) drop_entries(change->place->second, *change->before);
      if (!change->touched_before) drop_if_empty(change->place);
    }
    changes_.clear();
  }

  void commit() noexcept {
    keep();
    for (const auto place : touched_) {
      auto& slot = place->second;
      std::swap(slot.committed, slot.pending);
      settle(place);
    }
    touched_.clear();
  }

  void rollback() noexcept {
    undo();
    for (const auto place : touched_) settle(place);
    touched_.clear();
  }

  void clear() noexcept {
    changes_.clear();
    touched_.clear();
    (std::get<Secondary<SecondaryIndexes>>(secondary_).entries.clear(), ...);
    slots_.clear();
  }

  /// How many entries all indexes hold, those of versions that are on their way out included.
  [[nodiscard]] std::size_t entry_count() const noexcept {
    return (slots_.size() + ... + std::get<Secondary<SecondaryIndexes>>(secondary_).entries.size());
  }

 private:
  using Slots = std::map<typename PrimaryIndex::Key, Slot<Row>, KeyOrder>;
  using Place = typename Slots::iterator;

  template <class Index>
  struct Secondary {
    std::multimap<typename Index::Key, const Slot<Row>*, KeyOrder> entries;
  };

  /// A write of the running statement, and what it found.
  struct Change {
    Place place;
    std::unique_ptr<const Row> before;
    bool touched_before;
  };

  template <class Index, class Self>
  [[nodiscard]] static auto& entries_of(Self& self) noexcept {
    if constexpr (std::is_same_v<Index, PrimaryIndex>)
      return self.slots_;
    else
      return std::get<Secondary<Index>>(self.secondary_).entries;
  }

  /// After it, noting a change cannot fail.
  void make_room() {
    const auto grow = [](auto& list) {
      constexpr std::size_t least = 16;
      if (list.size() == list.capacity()) list.reserve(std::max(least, 2 * list.size()));
    };
    grow(changes_);
    grow(touched_);
  }

  void write(Place place, std::unique_ptr<const Row> version) {
    auto& slot = place->second;
    [[maybe_unused]] const Row* before = slot.seen_by(Viewer::writer);
    if (!slot.touched) touched_.push_back(place);
    changes_.push_back({place, std::exchange(slot.pending, std::move(version)), slot.touched});
    slot.touched = true;
    if (slot.pending) (add_entry<SecondaryIndexes>(slot, before), ...);
  }

  template <class Index>
  void add_entry(const Slot<Row>& slot, const Row* before) {
    const auto key = Index::of(*slot.pending);
    if (before != nullptr && Index::of(*before) == key) return;
    auto& entries = entries_of<Index>(*this);
    if (find_entry(entries, key, slot) == entries.end())
      entries.emplace(typename Index::Key{key}, &slot);
  }

  /// Drops the entries of a version that the slot no longer holds, but for keys that it still has.
  void drop_entries(const Slot<Row>& slot, const Row& version) noexcept {
    (drop_entry<SecondaryIndexes>(slot, version), ...);
  }

  template <class Index>
  void drop_entry(const Slot<Row>& slot, const Row& version) noexcept {
    const auto key = Index::of(version);
    if (slot.committed && Index::of(*slot.committed) == key) return;
    if (slot.pending && Index::of(*slot.pending) == key) return;
    auto& entries = entries_of<Index>(*this);
    const auto entry = find_entry(entries, key, slot);
    if (entry != entries.end()) entries.erase(entry);
  }

  template <class Entries, class KeyView>
  [[nodiscard]] static auto find_entry(Entries& entries, const KeyView& key,
                                       const Slot<Row>& slot) {
    auto [at, end] = entries.equal_range(key);
    for (; at != end; ++at)
      if (at->second == &slot) return at;
    return entries.end();
  }

  /// The slot's committed version is the only one from now on.
  void settle(Place place) noexcept {
    auto& slot = place->second;
    slot.touched = false;
    if (const auto gone = std::move(slot.pending)) drop_entries(slot, *gone);
    drop_if_empty(place);
  }

  void drop_if_empty(Place place) noexcept {
    if (!place->second.committed && !place->second.pending) slots_.erase(place);
  }

  Slots slots_;
  std::tuple<Secondary<SecondaryIndexes>...> secondary_;
  std::vector<Place> touched_;   // Slots that the writer has touched, each once.
  std::vector<Change> changes_;  // Of the running statement, in order.
};

/// A table as one viewer sees it.
template <class T>
class View {
 public:
  View(const T& table, Viewer viewer) noexcept : table_{table}, viewer_{viewer} {}

  template <class Index, class... Parts>
  [[nodiscard]] const typename T::Row* find(const Parts&... parts) const {
    return table_.template find<Index>(viewer_, parts...);
  }

  template <class Index>
  [[nodiscard]] auto walk(Range<typename Index::Key> range,
                          Direction direction = Direction::ascending) const {
    return table_.template walk<Index>(viewer_, std::move(range), direction);
  }

 private:
  const T& table_;
  Viewer viewer_;
};

/// A table as its writer sees and changes it. Changing is much code: the tables' `extern template`
/// has it compiled once.
template <class T>
class Edit : public View<T> {
 public:
  explicit Edit(T& table) noexcept : View<T>{table, Viewer::writer}, table_{table} {}

  void put(typename T::Row row);
  void erase(const typename T::Row& row);

 private:
  T& table_;
};

template <class T>
void Edit<T>::put(typename T::Row row) {
  table_.put(std::move(row));
}

template <class T>
void Edit<T>::erase(const typename T::Row& row) {
  table_.erase(row);
}

}  // namespace botstore::memory
