#pragma once

#include <filesystem>
#include <memory>

#include "backends/sqlite/sessions/store_session.hpp"
#include "botstore/sqlite.hpp"

namespace botstore::sqlite {

[[nodiscard]] Capabilities capabilities_of_sqlite();

/// A folder of its own for the files of `:memory:`, gone with the object. SQLite's own databases in
/// memory let nobody read while a transaction is open.
class PrivateFolder {
 public:
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

struct SqliteStore::State {
  State(SqliteOptions stated, std::stop_token closing);

  const SqliteOptions options;
  std::unique_ptr<PrivateFolder> folder;  // Outlives the database in it.
  Database database;
  StoreSession session;
};

}  // namespace botstore::sqlite
