#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/harness/data.hpp"
#include "bench/harness/measure.hpp"
#include "bench/harness/settings.hpp"

namespace bench {

/// A store, and a way to call it.
class Side {
 public:
  virtual ~Side() = default;

  /// Stores what is missing of the data.
  virtual void prepare(const Data& data) = 0;

  /// What there is to know about the store: `PostgreSQL 15.14`.
  [[nodiscard]] virtual std::string about() = 0;

  /// The callers of one of the program's operations. They live as long as the side and the data.
  [[nodiscard]] virtual std::vector<Turn> callers(std::string_view operation, const Data& data) = 0;
};

struct Program {
  std::string_view summary;
  std::vector<std::string_view> operations;
  std::unique_ptr<Side> (*connect)(const Settings& settings);
};

/// Reads the command line, measures, prints, and returns the status.
int run(const Program& program, int argc, char** argv);

/// Throws unless a call did what its operation is named after.
void expect(bool done, std::string_view what);

}  // namespace bench
