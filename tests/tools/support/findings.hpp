#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "botstore/json.hpp"
#include "tests/tools/support/program.hpp"

namespace botstore::tools::testing {

/// What `doctor --json` has found.
struct Examination {
  explicit Examination(const Result& result) : status{result.status}, all{result.out} {
    std::istringstream lines{result.out};
    for (std::string line; std::getline(lines, line);) findings.push_back(Json::parse(line));
  }

  /// Of the first finding of a check that is not good, else of the first; empty if there is none.
  [[nodiscard]] std::string part(const std::string& check, std::string_view name) const {
    std::optional<Json> found;
    for (const auto& finding : findings) {
      if (finding.find({"check"})->as_string() != check) continue;
      if (!found || found->find({"level"})->as_string() == "good") found = finding;
    }
    return found ? *found->find({name})->as_string() : "";
  }
  [[nodiscard]] std::string level_of(const std::string& check) const {
    return part(check, "level");
  }
  [[nodiscard]] std::string says_of(const std::string& check) const { return part(check, "says"); }
  [[nodiscard]] std::string mend_of(const std::string& check) const { return part(check, "mend"); }

  int status;
  std::string all;
  std::vector<Json> findings{};
};

}  // namespace botstore::tools::testing
