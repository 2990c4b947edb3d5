#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace botstore::postgres {

/// The statements that are prepared on one connection, by their text; the least recently used one
/// makes room for a new one.
class PreparedStatements {
 public:
  explicit PreparedStatements(std::size_t capacity) : capacity_{capacity} {}

  struct Use {
    const char* name = nullptr;  ///< Null: run it without a name. Valid until the next run.
    bool is_new = false;         ///< It has to be prepared first.
  };

  /// A run of a batch begins: what it uses stays until it ends.
  void begin_run() noexcept { ++run_; }

  /// How this run executes a text. With `may_evict`, a full cache gives up its oldest statement.
  [[nodiscard]] Use use(std::string_view sql, bool may_evict);

  /// The server has prepared what `use` called new.
  void confirm(std::string_view name) noexcept;

  /// Forgets what this run was to prepare and nobody confirmed.
  void end_run();

  /// The names that were given up since this was asked last. The server still has them.
  [[nodiscard]] std::vector<std::string> take_evicted() noexcept;

  /// The server has none of them any more.
  void forget_all() noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return statements_.size(); }

 private:
  struct Prepared {
    std::string sql;
    std::string name;
    std::uint64_t used_in = 0;
    bool confirmed = false;
  };
  using List = std::list<Prepared>;  // The most recently used one first.

  bool make_room(bool may_evict);

  std::size_t capacity_;
  std::uint64_t run_ = 0;
  std::uint64_t last_number_ = 0;
  std::size_t unconfirmed_ = 0;
  List statements_;
  std::unordered_map<std::string_view, List::iterator> by_sql_;  // Views of the list's texts.
  std::vector<std::string> evicted_;
};

}  // namespace botstore::postgres
