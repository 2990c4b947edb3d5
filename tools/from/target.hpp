#pragma once

#include <random>

#include "botstore/call_options.hpp"
#include "botstore/storage.hpp"
#include "tools/transfer/batch.hpp"
#include "tools/transfer/digest.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::from {

/// Where the rows of another program go.
class Target {
 public:
  Target(Storage& store, transfer::Progress& progress, const CallOptions& call)
      : batch_{store}, progress_{progress}, call_{call} {}

  void add(transfer::Row row) {
    if (batch_.is_full_for(row)) batch_.store(call_);
    tally_.add(transfer::kind_of(row), {});
    batch_.add(std::move(row));
    progress_.update(tally_.rows(), tally_.rows());
  }
  /// Stores what is left.
  void finish() { batch_.store(call_); }

  /// For a row that comes from where there are none.
  [[nodiscard]] Revision new_revision() { return Revision{revisions_(random_)}; }

  /// How many rows there were; no sum is made.
  [[nodiscard]] const transfer::Tally& tally() const noexcept { return tally_; }

 private:
  transfer::Batch batch_;
  transfer::Progress& progress_;
  const CallOptions& call_;
  transfer::Tally tally_{};
  std::random_device random_{};
  std::uniform_int_distribution<std::int64_t> revisions_{1, INT64_MAX};
};

}  // namespace botstore::from
