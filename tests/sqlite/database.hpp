#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <string>

#include "backends/sqlite/connection/handle.hpp"
#include "botstore/error.hpp"

/// \file
/// For the tests of the SQLite backend: files of their own, and SQL beside the store's.

namespace botstore::sqlite::testing {

/// A new folder, gone with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

  /// How many files are in it.
  [[nodiscard]] std::size_t size() const;

 private:
  std::filesystem::path path_;
};

/// Runs SQL on a handle and returns its rows: values divided by `|`, rows by line feeds. A failure
/// is a std::runtime_error.
std::string run(sqlite3* handle, const std::string& sql);

/// A connection that the store knows nothing of.
class Sql {
 public:
  /// Makes the file where there is none.
  explicit Sql(const std::string& path);

  [[nodiscard]] sqlite3* get() const noexcept { return handle_.get(); }
  std::string run(const std::string& sql) { return testing::run(get(), sql); }

 private:
  DatabaseHandle handle_;
};

/// The error that `call` throws. That it throws none fails the test.
Error error_of(const std::function<void()>& call);

[[nodiscard]] std::string bytes_of(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);

}  // namespace botstore::sqlite::testing
