#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "bench/harness/data.hpp"
#include "botstore/id.hpp"

namespace bench {

/// One caller's choices among the data. The same on either side, in the same order.
class Pick {
 public:
  Pick(const Data& data, int caller) : data_{&data}, random_{static_cast<std::uint64_t>(caller)} {}

  /// A number below that of the threads, which is that of the people too.
  [[nodiscard]] std::size_t number() { return random_() % data_->size(); }

  [[nodiscard]] const std::string& thread() { return data_->thread(number()); }
  [[nodiscard]] const std::string& person() { return data_->person(number()); }
  [[nodiscard]] const std::string& phone() { return data_->phone(number()); }
  /// Somebody who owns threads.
  [[nodiscard]] const std::string& owner() { return data_->person(random_() % data_->owners()); }

  /// What differs from call to call, where a write must change something.
  [[nodiscard]] std::string title() { return "A table for " + std::to_string(random_() % 100'000); }
  [[nodiscard]] std::string new_id() const { return botstore::new_id(); }

  /// For programs that make revisions themselves.
  [[nodiscard]] std::int64_t revision() { return static_cast<std::int64_t>(random_() >> 1) | 1; }

  [[nodiscard]] const Data& data() const noexcept { return *data_; }

 private:
  const Data* data_;
  std::mt19937_64 random_;
};

}  // namespace bench
