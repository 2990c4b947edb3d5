#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

#include "botstore/query.hpp"
#include "botstore/time.hpp"

namespace botstore::memory {

/// A place between the keys of an index: right before, or right behind, all keys that begin with
/// certain parts. Without a part it is the index's begin or end.
template <class Key>
class Edge {
 public:
  template <class... Parts>
  [[nodiscard]] static Edge before(const Parts&... parts) {
    return {false, std::index_sequence_for<Parts...>{}, parts...};
  }
  template <class... Parts>
  [[nodiscard]] static Edge behind(const Parts&... parts) {
    return {true, std::index_sequence_for<Parts...>{}, parts...};
  }

  /// True if the edge lies behind `key`, false if it lies before it.
  [[nodiscard]] bool follows(const Key& key) const {
    const auto order = compare(key, std::make_index_sequence<std::tuple_size_v<Key>>{});
    return order < 0 || (order == 0 && behind_);
  }

 private:
  template <std::size_t... I, class... Parts>
  Edge(bool behind, std::index_sequence<I...>, const Parts&... parts)
      : parts_{sizeof...(Parts)}, behind_{behind} {
    static_cast<void>(((std::get<I>(key_) = parts), ...));
  }

  template <std::size_t... I>
  [[nodiscard]] std::weak_ordering compare(const Key& key, std::index_sequence<I...>) const {
    std::weak_ordering order = std::weak_ordering::equivalent;
    const auto compare_part = [&](std::size_t part, const auto& left, const auto& right) {
      if (part < parts_ && order == 0) order = left <=> right;
    };
    (compare_part(I, std::get<I>(key), std::get<I>(key_)), ...);
    return order;
  }

  Key key_{};
  std::size_t parts_;
  bool behind_;
};

/// How the containers order keys. Keys are tuples; they are found by tuples of references and by
/// edges too.
struct KeyOrder {
  using is_transparent = void;

  template <class Left, class Right>
  [[nodiscard]] bool operator()(const Left& left, const Right& right) const {
    return left < right;
  }
  template <class Key>
  [[nodiscard]] bool operator()(const Key& key, const Edge<Key>& edge) const {
    return edge.follows(key);
  }
};

/// The keys of an index between two edges; none if `to` lies before `from`.
template <class Key>
struct Range {
  Edge<Key> from;
  Edge<Key> to;

  /// Moves the end at which a walk begins.
  void begin_at(Direction direction, Edge<Key> edge) {
    (direction == Direction::ascending ? from : to) = std::move(edge);
  }

  /// Leaves what a walk meets strictly behind the keys that begin with these parts.
  template <class... Parts>
  void begin_behind(Direction direction, const Parts&... parts) {
    begin_at(direction, direction == Direction::ascending ? Edge<Key>::behind(parts...)
                                                          : Edge<Key>::before(parts...));
  }
};

/// The keys that begin with these parts.
template <class Index, class... Parts>
[[nodiscard]] Range<typename Index::Key> all_of(const Parts&... parts) {
  using E = Edge<typename Index::Key>;
  return {E::before(parts...), E::behind(parts...)};
}

/// The keys that begin with these parts and go on with a time in `times`.
template <class Index, class... Parts>
[[nodiscard]] Range<typename Index::Key> all_in(const TimeRange& times, const Parts&... parts) {
  using E = Edge<typename Index::Key>;
  auto range = all_of<Index>(parts...);
  if (times.start)
    range.from = times.start_exclusive ? E::behind(parts..., *times.start)
                                       : E::before(parts..., *times.start);
  if (times.end)
    range.to =
        times.end_exclusive ? E::before(parts..., *times.end) : E::behind(parts..., *times.end);
  return range;
}

/// The keys that begin with these parts and go on with a text that begins with `prefix`, which is
/// UTF-8: no byte of it is the largest one.
template <class Index, class... Parts>
[[nodiscard]] Range<typename Index::Key> beginning_with(std::string prefix, const Parts&... parts) {
  using E = Edge<typename Index::Key>;
  auto range = all_of<Index>(parts...);
  if (prefix.empty()) return range;
  range.from = E::before(parts..., prefix);
  ++prefix.back();
  range.to = E::before(parts..., prefix);
  return range;
}

}  // namespace botstore::memory
