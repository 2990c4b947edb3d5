#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "backends/sqlite/state.hpp"
#include "botstore/error.hpp"

namespace botstore::sqlite {

namespace {

/// In memory where the system has a file system there.
std::filesystem::path parent() {
  std::error_code ignored;
  const std::filesystem::path memory{"/dev/shm"};
  return std::filesystem::is_directory(memory, ignored) ? memory
                                                        : std::filesystem::temp_directory_path();
}

}  // namespace

PrivateFolder::PrivateFolder() {
  auto name = (parent() / "botstore-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw Error(ErrorCode::connection_failed,
                {.context = "open",
                 .cause = "no folder could be made for a database in memory: " +
                          std::generic_category().message(errno)});
  path_ = name;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;  // What stays behind is in a folder for temporary files.
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace botstore::sqlite
