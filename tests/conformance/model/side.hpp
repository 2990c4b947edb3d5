#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "botstore/revision.hpp"
#include "botstore/storage.hpp"

namespace botstore::testing {

/// Numbers values in the order in which they are first seen.
template <class T>
class Numbering {
 public:
  [[nodiscard]] std::size_t number(const T& value) {
    const auto [place, is_new] = numbers_.try_emplace(value, values_.size());
    if (is_new) values_.push_back(value);
    return place->second;
  }
  [[nodiscard]] const std::vector<T>& values() const noexcept { return values_; }

 private:
  std::map<T, std::size_t> numbers_;
  std::vector<T> values_;
};

/// One of the two stores, and what is known of the values that it chooses itself. Those go by
/// common names: two stores that agree show each of them first at the same place of their answers.
class Side {
 public:
  explicit Side(Storage& store) : store_{&store} {}

  /// The store, or the view of the transaction that is running.
  [[nodiscard]] Storage& store() const noexcept { return *store_; }

  /// While it lives, the side is the view of a transaction.
  class Inside {
   public:
    Inside(Side& side, Storage& view) : side_{side}, outer_{side.store_} { side.store_ = &view; }
    ~Inside() { side_.store_ = outer_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Side& side_;
    Storage* outer_;
  };

  // Generated ids go by `new#0`, `new#1`, …; all others by themselves.

  [[nodiscard]] std::string name_of(const std::string& id);
  /// The id of a name; one that nobody bears where it was not given out yet.
  [[nodiscard]] std::string id_of(const std::string& name) const;

  // Revisions go by `r0`, `r1`, …; `row` says what bears it.

  [[nodiscard]] std::string name_of(Revision revision, const std::string& row);
  [[nodiscard]] Revision revision_of(const std::string& name) const;
  /// The name of the revision that was last seen at a row; empty if none was.
  [[nodiscard]] std::string last_revision_name(const std::string& row) const;

  // Contacts go by their phones.

  struct Contacts {
    std::map<std::int64_t, std::string> phones{};
    std::map<std::string, std::int64_t> ids{};
  };
  Contacts contacts;
  void note_contact(std::int64_t id, const std::string& phone);
  [[nodiscard]] std::string phone_of(std::int64_t id) const;
  [[nodiscard]] std::int64_t contact_id_of(const std::string& phone) const;

  /// The last list of a kind: its query, and where it stopped.
  struct LastList {
    std::any query{};
    std::string cursor{};
  };
  std::map<std::string, LastList> last_lists;

  /// Whether the transaction that is running was doomed by an error whose code may differ.
  bool doom_may_differ = false;

 private:
  Storage* store_;
  Numbering<std::string> ids_;
  Numbering<Revision> revisions_;
  std::map<std::string, std::string> last_revisions_;
};

}  // namespace botstore::testing
