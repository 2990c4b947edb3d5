#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include "botstore/open.hpp"
#include "tests/tools/support/program.hpp"
#ifdef BOTSTORE_HAS_POSTGRES
#include "tests/tools/support/postgres.hpp"
#endif

namespace botstore::tools::testing {

/// A store of its own, and the program on it: a PostgreSQL database where scripts/with-postgres has
/// started a server, else an SQLite file.
class Store {
 public:
  Store() { open()->init(); }

  [[nodiscard]] const std::string& url() const noexcept { return url_; }
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
  Folder folder_{};
#ifdef BOTSTORE_HAS_POSTGRES
  std::unique_ptr<PostgresDatabase> database_ = std::getenv("BOTSTORE_TEST_POSTGRES_URL") != nullptr
                                                    ? std::make_unique<PostgresDatabase>()
                                                    : nullptr;
  std::string url_ = database_ ? database_->url() : "sqlite:" + folder_.file("bot.db");
#else
  std::string url_ = "sqlite:" + folder_.file("bot.db");
#endif
};

}  // namespace botstore::tools::testing
