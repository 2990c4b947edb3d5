#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "backends/postgres/values/sql_text.hpp"

namespace botstore::postgres {

/// Whether the connections of one store prepare statements, which they find out together.
///
/// A pooler that gives transactions a server's connection each, and keeps no track of what was
/// prepared where, shows itself by a statement that is not there, or is there already: from then on
/// nothing is prepared. And where tables have changed under a statement, a pooler may go on running
/// the stale one for whoever prepares this text: from then on texts are of another edition.
class Preparing {
 public:
  explicit Preparing(bool is_on) noexcept : on_{is_on} {}

  [[nodiscard]] bool on() const noexcept { return on_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint32_t edition() const noexcept {
    return edition_.load(std::memory_order_relaxed);
  }
  /// How often a statement was not what its connection remembered.
  [[nodiscard]] std::uint64_t surprises() const noexcept {
    return surprises_.load(std::memory_order_relaxed);
  }

  void note_lost() noexcept {
    ++surprises_;
    on_ = false;
  }
  /// A statement of the edition `stale` does not fit the tables any more.
  void note_stale(std::uint32_t stale) noexcept {
    ++surprises_;
    edition_.compare_exchange_strong(stale, stale + 1);
  }

 private:
  std::atomic<bool> on_;
  std::atomic<std::uint32_t> edition_ = 0;
  std::atomic<std::uint64_t> surprises_ = 0;
};

/// The statements that are prepared on one connection, by their identity; the least recently used
/// one makes room for a new one. Their names are made of the identity: behind a pooler connections
/// share them, and a name may be anybody's.
class PreparedStatements {
 public:
  explicit PreparedStatements(std::size_t capacity) : capacity_{capacity} {}

  struct Use {
    const char* name = nullptr;  ///< Null: run it without a name. Valid until the next run.
    std::string_view sql{};      ///< What to prepare under this name first; empty: it is there.
  };

  /// A run of a batch begins: what it uses stays until it ends.
  void begin_run() noexcept { ++run_; }

  /// How this run executes a text. With `may_evict`, a full cache gives up its oldest statement.
  [[nodiscard]] Use use(const SqlText& text, std::span<const std::uint32_t> types,
                        std::uint32_t edition, bool may_evict);

  /// The server has prepared what `use` called new.
  void confirm(std::string_view name) noexcept;

  /// Forgets what this run was to prepare and nobody confirmed.
  void end_run();

  /// The names that were given up since this was asked last. The server still has them.
  [[nodiscard]] std::vector<std::string> take_evicted();

  /// The server has none of them any more.
  void forget_all() noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return statements_.size(); }

 private:
  struct Prepared {
    StatementIdentity identity;
    std::string name;
    std::string sql;  // Of another edition than the first.
    std::uint64_t used_in = 0;
    bool confirmed = false;
  };
  using List = std::list<Prepared>;  // The most recently used one first.

  [[nodiscard]] bool take_back(const StatementIdentity& identity);
  bool make_room(bool may_evict);

  std::size_t capacity_;
  std::uint64_t run_ = 0;
  std::size_t unconfirmed_ = 0;
  List statements_;
  std::unordered_map<StatementIdentity, List::iterator, HashOfIdentity> by_identity_;
  std::vector<Prepared> evicted_;
};

}  // namespace botstore::postgres
