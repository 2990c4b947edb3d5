#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "botstore/storage.hpp"
#include "tools/transfer/progress.hpp"
#include "tools/transfer/rows/batch.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::from {

/// Where the rows of another program go. What a store does not take is `Corrupt`, with the name of
/// the row in the source.
class Target {
 public:
  Target(Storage& store, transfer::Progress& progress, const transfer::Calls& call)
      : store_{store}, batch_{store}, progress_{progress}, call_{call} {}

  /// Calls `take`, which adds what becomes of a row of the source: `mastra_threads, row "t1"`.
  void from_row(std::string_view table, std::string_view id, const std::function<void()>& take);

  void add(transfer::Row row);
  /// Stores what is left.
  void finish() { store_batch(); }

  /// For a row that comes from where there are none.
  [[nodiscard]] Revision new_revision() { return Revision{revisions_(random_)}; }

  [[nodiscard]] Storage& store() noexcept { return store_; }
  [[nodiscard]] CallOptions call() const { return call_(); }

  /// How many rows there were; no sum is made.
  [[nodiscard]] const transfer::Tally& tally() const noexcept { return tally_; }
  /// For a person, after a failure: what has been stored, and what to do.
  [[nodiscard]] std::string so_far() const;

 private:
  void store_batch();

  Storage& store_;
  transfer::Batch batch_;
  transfer::Progress& progress_;
  const transfer::Calls& call_;
  transfer::Tally tally_{};          // Of what was added.
  transfer::Tally stored_{};         // Of what is in the store.
  std::string row_{};                // The row of the source that is being taken.
  std::vector<std::string> rows_{};  // Those of the batch.
  std::random_device random_{};
  std::uniform_int_distribution<std::int64_t> revisions_{1, INT64_MAX};
};

/// Calls `work`. If that throws, `note` is told what is in the target all the same.
void with_note(const Target& target, const std::function<void(const std::string& text)>& note,
               const std::function<void()>& work);

}  // namespace botstore::from
