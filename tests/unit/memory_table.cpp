#include "backends/memory/table.hpp"

#include <new>

#include "tests/catch.hpp"
#include "tests/unit/memory_rows.hpp"

using namespace botstore;
using namespace botstore::memory;
using namespace botstore::testing;

namespace {

constexpr auto committed = Viewer::committed;
constexpr auto writer = Viewer::writer;

void put_committed(PetTable& table, Pet row) {
  table.put(std::move(row));
  table.commit();
}

std::vector<Pet> of_owner(const PetTable& table, Viewer viewer, const std::string& owner,
                          Direction direction = Direction::ascending) {
  return all_rows(table.walk<PetsOfOwner>(viewer, all_of<PetsOfOwner>(owner), direction));
}

using Pets = std::vector<Pet>;

}  // namespace

TEST_CASE("a write is the writer's alone until it is committed") {
  PetTable table;
  table.put({1, "ann", 3});
  CHECK(table.find<PetsByNumber>(committed, 1) == nullptr);
  CHECK(of_owner(table, committed, "ann").empty());
  REQUIRE(table.find<PetsByNumber>(writer, 1) != nullptr);
  CHECK(of_owner(table, writer, "ann") == Pets{{1, "ann", 3}});
  table.commit();
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 3}});
}

TEST_CASE("a row that moves in an index is at its old place for others until the commit") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  table.put({1, "bob", 3});
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 3}});
  CHECK(of_owner(table, committed, "bob").empty());
  CHECK(of_owner(table, writer, "ann").empty());
  CHECK(of_owner(table, writer, "bob") == Pets{{1, "bob", 3}});
  table.commit();
  CHECK(of_owner(table, committed, "ann").empty());
  CHECK(of_owner(table, committed, "bob") == Pets{{1, "bob", 3}});
}

TEST_CASE("an erased row stays for others until the commit") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  table.erase({1, "ann", 3});
  CHECK(table.find<PetsByNumber>(writer, 1) == nullptr);
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 3}});
  table.commit();
  CHECK(of_owner(table, committed, "ann").empty());
  CHECK(table.entry_count() == 0);
}

TEST_CASE("a row that is erased and put again is one row") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  table.erase({1, "ann", 3});
  table.put({1, "ann", 4});
  CHECK(of_owner(table, writer, "ann") == Pets{{1, "ann", 4}});
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 3}});
  table.commit();
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 4}});
  CHECK(table.entry_count() == 3);
}

TEST_CASE("undo takes back the running statement and leaves those before it") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  table.put({1, "bob", 3});
  table.put({2, "bob", 5});
  table.keep();
  table.put({1, "cid", 3});
  table.put({1, "ann", 9});
  table.erase({2, "bob", 5});
  table.put({3, "bob", 1});
  table.undo();
  CHECK(of_owner(table, writer, "bob") == Pets{{1, "bob", 3}, {2, "bob", 5}});
  CHECK(of_owner(table, writer, "cid").empty());
  CHECK(of_owner(table, committed, "ann") == Pets{{1, "ann", 3}});
  table.commit();
  CHECK(of_owner(table, committed, "bob") == Pets{{1, "bob", 3}, {2, "bob", 5}});
  CHECK(table.entry_count() == 6);
}

TEST_CASE("rollback takes back all that was not committed") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  table.erase({1, "ann", 3});
  table.put({2, "ann", 5});
  table.keep();
  table.put({3, "ann", 5});
  table.rollback();
  CHECK(of_owner(table, writer, "ann") == Pets{{1, "ann", 3}});
  CHECK(table.entry_count() == 3);
}

TEST_CASE("pointers to rows hold until the statement ends") {
  PetTable table;
  put_committed(table, {1, "ann", 3});
  const Pet* first = table.find<PetsByNumber>(writer, 1);
  table.put({1, "bob", 4});
  const Pet* second = table.find<PetsByNumber>(writer, 1);
  table.erase(*second);
  CHECK(*first == Pet{1, "ann", 3});
  CHECK(*second == Pet{1, "bob", 4});
  table.undo();
}

TEST_CASE("a walk goes on while the rows that it meets are written") {
  PetTable table;
  for (int number = 0; number < 10; ++number) table.put({number, "ann", number});
  table.commit();
  auto walk = table.walk<PetsOfOwner>(writer, all_of<PetsOfOwner>(std::string{"ann"}),
                                      Direction::ascending);
  int met = 0;
  while (const Pet* row = walk.next()) {
    if (row->number % 2 == 0)
      table.erase(*row);
    else
      table.put({row->number, "bob", row->age});
    ++met;
  }
  CHECK(met == 10);
  CHECK(of_owner(table, writer, "ann").empty());
  CHECK(of_owner(table, writer, "bob").size() == 5);
}

TEST_CASE("a walk descends from the end of its range, and an inverted range is empty") {
  PetTable table;
  for (int number = 0; number < 5; ++number) table.put({number, "ann", number});
  table.commit();
  auto range = all_of<PetsByNumber>();
  range.begin_behind(Direction::descending, 3);
  const auto walk = table.walk<PetsByNumber>(committed, range, Direction::descending);
  CHECK(all_rows(walk) == Pets{{2, "ann", 2}, {1, "ann", 1}, {0, "ann", 0}});

  using E = Edge<PetsByNumber::Key>;
  const Range<PetsByNumber::Key> inverted{E::behind(3), E::before(1)};
  for (const auto direction : {Direction::ascending, Direction::descending})
    CHECK(all_rows(table.walk<PetsByNumber>(committed, inverted, direction)).empty());
}

namespace {

/// A key whose making fails once `left` runs out.
struct Fragile {
  static inline int left = 0;

  Fragile() = default;
  explicit Fragile(int number) : value{number} {
    if (left-- == 0) throw std::bad_alloc{};
  }
  int value = 0;

  friend auto operator<=>(const Fragile&, const Fragile&) = default;
  friend auto operator<=>(const Fragile& key, int number) { return key.value <=> number; }
  friend bool operator==(const Fragile& key, int number) { return key.value == number; }
};

template <int Which>
struct FragileIndex {
  using Key = std::tuple<Fragile>;
  static auto of(const Pet& row) { return std::tuple<int>{row.age * 10 + row.number + Which * 0}; }
};

using FragileTable = Table<Pet, FragileIndex<0>, FragileIndex<1>, FragileIndex<2>>;

}  // namespace

TEST_CASE("a write that fails midway is undone whole") {
  for (int failure = 0; failure < 6; ++failure) {
    FragileTable table;
    Fragile::left = 1'000;
    table.put({1, "ann", 3});
    table.commit();
    Fragile::left = failure;
    const auto write_twice = [&] {
      table.put({2, "bob", 4});
      table.put({3, "cid", 5});
    };
    CHECK_THROWS_AS(write_twice(), std::bad_alloc);
    Fragile::left = 1'000;
    table.undo();
    CHECK(table.entry_count() == 3);
    CHECK(all_rows(table.walk<FragileIndex<1>>(writer, all_of<FragileIndex<1>>(),
                                               Direction::ascending)) == Pets{{1, "ann", 3}});
    write_twice();
    table.commit();
    CHECK(table.entry_count() == 9);
  }
}
