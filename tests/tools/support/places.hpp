#pragma once

#include <memory>
#include <string>
#include <vector>

#include "botstore/storage.hpp"
#include "tests/tools/support/program.hpp"

/// \file
/// Stores of every backend that was built, for the tests of the tools.

namespace botstore::tools::testing {

/// A new and empty database of one backend.
class Place {
 public:
  virtual ~Place() = default;

  [[nodiscard]] virtual std::string url() const = 0;
  /// A store on it, after init(). In memory it is always the same one.
  [[nodiscard]] virtual std::shared_ptr<Storage> open() = 0;
};

/// The backends: `memory`, `sqlite`, `postgres`.
[[nodiscard]] std::vector<std::string> backends();
/// Those of them that other processes can use.
[[nodiscard]] std::vector<std::string> durable_backends();

/// A store in memory, after init().
[[nodiscard]] std::unique_ptr<Storage> new_memory_store();

[[nodiscard]] std::unique_ptr<Place> new_place(const std::string& backend);

/// What a file holds.
[[nodiscard]] std::string bytes_of(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);

}  // namespace botstore::tools::testing
