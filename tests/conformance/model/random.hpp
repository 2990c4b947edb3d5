#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/time.hpp"

namespace botstore::testing {

/// Draws that depend on the seed alone: the standard's distributions differ between libraries, so
/// none of them is used.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_{seed} {}

  /// 0 to `count` - 1.
  [[nodiscard]] std::size_t below(std::size_t count) { return engine_() % count; }
  [[nodiscard]] bool chance(unsigned percent) { return engine_() % 100 < percent; }
  template <class T>
  [[nodiscard]] T one_of(std::initializer_list<T> values) {
    return values.begin()[below(values.size())];
  }
  [[nodiscard]] std::string one_of(std::initializer_list<const char*> values) {
    return values.begin()[below(values.size())];
  }
  /// What `draw` gives, in so many percent of the cases; absent otherwise.
  template <class Draw>
  [[nodiscard]] auto maybe(unsigned percent, Draw draw) -> std::optional<decltype(draw())> {
    if (!chance(percent)) return std::nullopt;
    return draw();
  }
  /// `least` to `most` of what `draw` gives.
  template <class Draw>
  [[nodiscard]] auto several(std::size_t least, std::size_t most, Draw draw) {
    std::vector<decltype(draw())> drawn(0);
    for (auto count = least + below(most - least + 1); count > 0; --count) drawn.push_back(draw());
    return drawn;
  }

  // Names are few, so that operations meet; once in a while one is no name at all.

  [[nodiscard]] std::string thread_id();
  [[nodiscard]] std::string message_id();
  [[nodiscard]] std::string resource_id();
  [[nodiscard]] std::string phone();
  [[nodiscard]] std::string entry_key();
  [[nodiscard]] std::string metadata_key();
  [[nodiscard]] std::string prefix();
  [[nodiscard]] std::string role();
  [[nodiscard]] std::string type();
  [[nodiscard]] std::string title();

  /// Any JSON value, in any spacing; none of them has the key `merged`.
  [[nodiscard]] Json content();
  /// An object to merge into contents. It has the key `merged`, which tells contents that were
  /// written anew from those that keep their bytes.
  [[nodiscard]] Json content_patch();
  [[nodiscard]] Json scalar();
  [[nodiscard]] Json value();
  [[nodiscard]] Json object();
  [[nodiscard]] std::vector<std::string> object_keys();
  [[nodiscard]] JsonFilter filter();

  [[nodiscard]] Timestamp time();
  [[nodiscard]] TimeRange range();
  [[nodiscard]] Direction direction();
  [[nodiscard]] Limit limit();

 private:
  /// One of the names, or in rare cases a text that no name may be.
  [[nodiscard]] std::string name(std::initializer_list<const char*> names);
  [[nodiscard]] JsonCondition condition();

  std::mt19937_64 engine_;
};

}  // namespace botstore::testing
