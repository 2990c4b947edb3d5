#include <map>
#include <random>
#include <set>

#include "backends/memory/table.hpp"
#include "tests/catch.hpp"
#include "tests/unit/memory_rows.hpp"

using namespace botstore;
using namespace botstore::memory;
using namespace botstore::testing;

namespace {

using Model = std::map<int, Pet>;

constexpr int numbers = 12;
constexpr int ages = 4;

/// A table and what it should hold, driven by the same random writes.
class Pair {
 public:
  explicit Pair(std::uint32_t seed) : engine_{seed} {}

  void step() {
    switch (below(12)) {
      case 0:
        return end(&PetTable::keep, &Pair::keep);
      case 1:
        return end(&PetTable::undo, &Pair::undo);
      case 2:
        return end(&PetTable::commit, &Pair::commit);
      case 3:
        return end(&PetTable::rollback, &Pair::rollback);
      case 4:
      case 5:
      case 6:
        return erase(below(numbers));
      default:
        return put(
            {below(numbers), std::string(1, static_cast<char>('a' + below(3))), below(ages)});
    }
  }

  /// True if both hold the same, whoever looks, whichever way.
  [[nodiscard]] bool agree() const {
    const bool rows_agree = agree(Viewer::committed, committed_) && agree(Viewer::writer, writer_);
    return rows_agree && (touched_ || table_.entry_count() == 3 * committed_.size());
  }

 private:
  int below(int count) { return static_cast<int>(engine_() % static_cast<unsigned>(count)); }

  void put(const Pet& row) {
    table_.put(row);
    writer_[row.number] = row;
    touched_ = true;
  }

  void erase(int number) {
    const Pet* row = table_.find<PetsByNumber>(Viewer::writer, number);
    if (row == nullptr) return;
    table_.erase(*row);
    writer_.erase(number);
    touched_ = true;
  }

  void end(void (PetTable::*of_table)() noexcept, void (Pair::*of_model)()) {
    (table_.*of_table)();
    (this->*of_model)();
  }

  void keep() { kept_ = writer_; }
  void undo() { writer_ = kept_; }
  void commit() {
    committed_ = kept_ = writer_;
    touched_ = false;
  }
  void rollback() {
    writer_ = kept_ = committed_;
    touched_ = false;
  }

  [[nodiscard]] bool agree(Viewer viewer, const Model& model) const {
    for (int number = 0; number < numbers; ++number) {
      const Pet* row = table_.find<PetsByNumber>(viewer, number);
      const auto expected = model.find(number);
      if ((row != nullptr) != (expected != model.end())) return false;
      if (row != nullptr && *row != expected->second) return false;
    }
    return agree_by_owner(viewer, model) && agree_by_age(viewer, model);
  }

  template <class Index>
  [[nodiscard]] bool walks_agree(Viewer viewer, const Range<typename Index::Key>& range,
                                 std::vector<Pet> expected) const {
    const auto up = all_rows(table_.walk<Index>(viewer, range, Direction::ascending));
    auto down = all_rows(table_.walk<Index>(viewer, range, Direction::descending));
    std::reverse(down.begin(), down.end());
    return up == expected && down == expected;
  }

  [[nodiscard]] bool agree_by_owner(Viewer viewer, const Model& model) const {
    for (const std::string owner : {"a", "b", "c"}) {
      std::vector<Pet> expected;
      for (const auto& [number, row] : model)
        if (row.owner == owner) expected.push_back(row);
      if (!walks_agree<PetsOfOwner>(viewer, all_of<PetsOfOwner>(owner), expected)) return false;
    }
    return true;
  }

  [[nodiscard]] bool agree_by_age(Viewer viewer, const Model& model) const {
    using E = Edge<PetsByAge::Key>;
    for (int from = 0; from < ages; ++from) {
      std::vector<Pet> expected;
      for (int age = from; age < ages - 1; ++age)
        for (const auto& [number, row] : model)
          if (row.age == age) expected.push_back(row);
      const Range<PetsByAge::Key> range{E::before(from), E::before(ages - 1)};
      if (!walks_agree<PetsByAge>(viewer, range, expected)) return false;
    }
    return true;
  }

  std::mt19937 engine_;
  PetTable table_;
  Model committed_;
  Model kept_;
  Model writer_;
  bool touched_ = false;  // Something may be pending.
};

}  // namespace

TEST_CASE("random writes leave a table and its indexes as a plain model says") {
  for (std::uint32_t run = 0; run < 200; ++run) {
    INFO("run " << run << " of seed " << seed());
    Pair pair{seed() + run};
    for (int step = 0; step < 200; ++step) {
      pair.step();
      INFO("step " << step);
      REQUIRE(pair.agree());
    }
  }
}
