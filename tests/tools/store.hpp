#pragma once

#include <memory>
#include <string>

#include "botstore/open.hpp"
#include "tests/tools/program.hpp"

namespace botstore::tools::testing {

/// A store in an SQLite file of its own, and the program on it.
class Store {
 public:
  Store() { open()->init(); }

  [[nodiscard]] std::string url() const { return "sqlite:" + folder_.file("bot.db"); }
  [[nodiscard]] const Folder& folder() const noexcept { return folder_; }
  [[nodiscard]] std::unique_ptr<Storage> open() const { return botstore::open(url()); }

  [[nodiscard]] Settings settings() const {
    return {.folder = folder_.path(), .environment = {{"BOTSTORE_URL", url()}}};
  }
  /// Runs a command line; see words().
  [[nodiscard]] Result run(const std::string& line) const {
    return testing::run(words(line), settings());
  }

 private:
  Folder folder_;
};

}  // namespace botstore::tools::testing
