#include "tests/sqlite/database.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/catch.hpp"

namespace botstore::sqlite::testing {

Folder::Folder() {
  auto name = (std::filesystem::temp_directory_path() / "botstore-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for the database"};
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::size_t Folder::size() const {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{path_},
                                                std::filesystem::directory_iterator{}));
}

std::string run(sqlite3* handle, const std::string& sql) {
  std::string rows;
  const auto add = [](void* to, int count, char** values, char**) {
    auto& text = *static_cast<std::string*>(to);
    if (!text.empty()) text += '\n';
    for (int i = 0; i < count; ++i) {
      if (i > 0) text += '|';
      if (values[i] != nullptr) text += values[i];
    }
    return 0;
  };
  if (sqlite3_exec(handle, sql.c_str(), add, &rows, nullptr) != SQLITE_OK)
    throw std::runtime_error{sqlite3_errmsg(handle)};
  return rows;
}

Sql::Sql(const std::string& path) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(path.c_str(), &opened);
  handle_.reset(opened);
  if (code != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(opened)};
  constexpr int one_minute = 60'000;
  sqlite3_busy_timeout(opened, one_minute);
}

Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("it threw no error");
  throw std::logic_error{"not reached"};
}

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE(file);
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << bytes << std::flush;
  REQUIRE(file);
}

}  // namespace botstore::sqlite::testing
