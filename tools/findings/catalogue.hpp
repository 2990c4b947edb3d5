#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/context/context.hpp"

namespace botstore::tools {

/// A schema taken apart: each of its parts, by kind and name (`index`, `threads_by_created`), with
/// the definition that the database itself gives, free of the schema's name.
using Catalogue = std::map<std::pair<std::string, std::string>, std::string>;

/// A part in which a live schema is not what the library would make.
struct Difference {
  std::string kind{};
  std::string name{};
  std::optional<std::string> expected{};  ///< Absent: the library makes no such part.
  std::optional<std::string> live{};      ///< Absent: it is missing.
};
using Differences = std::vector<Difference>;

[[nodiscard]] Differences compare(const Catalogue& expected, const Catalogue& live);

/// In one line: `index threads_by_created is missing`.
[[nodiscard]] std::string describe(const Difference& difference);

/// Prints them; `Exit::fault` if a part is missing or differs. What was added hurts nobody.
Exit print_differences(const Context& context, const Differences& differences);

}  // namespace botstore::tools
