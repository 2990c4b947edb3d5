#pragma once

#include <string>
#include <vector>

#include "tools/context/context.hpp"

namespace botstore::tools {

/// What one check of `doctor` has come to.
struct Finding {
  enum class Level {
    good,
    note,   ///< Works, and could be better.
    fault,  ///< Does not work, or will not in some case.
  };

  Level level = Level::good;
  std::string check{};  ///< What was looked at, in a word: `rights`.
  std::string says{};
  std::string mend{};  ///< What to do: a sentence, or the SQL to run. Empty where all is good.
};
using Findings = std::vector<Finding>;

[[nodiscard]] Finding fault(std::string check, std::string says, std::string mend);

/// Prints them; `Exit::fault` if one is a fault.
Exit print_findings(const Context& context, const Findings& findings);

}  // namespace botstore::tools
