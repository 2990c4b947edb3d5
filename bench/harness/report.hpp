#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/harness/measure.hpp"
#include "bench/harness/settings.hpp"
#include "botstore/json.hpp"

namespace bench {

/// What a run has found: a table line by line for people, or one JSON object for machines.
class Report {
 public:
  Report(const Settings& settings, std::string about);

  void add(std::string_view operation, const Figures& figures);
  void finish() const;

 private:
  const Settings& settings_;
  std::string about_;
  std::vector<botstore::Json> results_;
};

}  // namespace bench
