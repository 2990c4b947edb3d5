#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "backends/memory/table.hpp"

namespace botstore::testing {

/// A row for tests of the memory store's tables.
struct Pet {
  int number = 0;
  std::string owner{};
  int age = 0;

  friend bool operator==(const Pet&, const Pet&) = default;
};

struct PetsByNumber {
  using Key = std::tuple<int>;
  static auto of(const Pet& row) { return std::tie(row.number); }
};

struct PetsOfOwner {
  using Key = std::tuple<std::string, int>;
  static auto of(const Pet& row) { return std::tie(row.owner, row.number); }
};

struct PetsByAge {
  using Key = std::tuple<int, int>;
  static auto of(const Pet& row) { return std::tie(row.age, row.number); }
};

using PetTable = memory::Table<Pet, PetsByNumber, PetsOfOwner, PetsByAge>;

template <class Walk>
std::vector<Pet> all_rows(Walk walk) {
  std::vector<Pet> rows;
  while (const Pet* row = walk.next()) rows.push_back(*row);
  return rows;
}

}  // namespace botstore::testing
