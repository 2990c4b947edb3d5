#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tools/sqlite/checks.hpp"

namespace botstore::tools::inspect {

namespace {

using Level = Finding::Level;

std::string quoted(const std::filesystem::path& path) {
  return "'" + path.string() + "'";
}

bool may(const std::filesystem::path& path, int what) {
  return access(path.c_str(), what) == 0;
}

/// File systems of other machines, on which SQLite's locks do not hold as a rule.
bool is_remote(const std::filesystem::path& folder) {
  constexpr std::array<long, 4> types{NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
                                      SMB2_SUPER_MAGIC};
  struct statfs about {};
  return statfs(folder.c_str(), &about) == 0 &&
         std::ranges::find(types, static_cast<long>(about.f_type)) != types.end();
}

void check_rights(const std::filesystem::path& path, const std::filesystem::path& folder,
                  Findings& findings) {
  const std::string user = fmt::format("the user of the bot (this is {})", geteuid());
  if (!may(path, R_OK | W_OK))
    findings.push_back({.level = Level::fault,
                        .check = "rights",
                        .says = "this process may not read and write the file",
                        .mend = fmt::format("Give it to {}: chown USER {}", user, quoted(path))});
  if (!may(folder, W_OK | X_OK))
    findings.push_back({.level = Level::fault,
                        .check = "rights",
                        .says = "this process may make no files in the folder; -wal and -shm must "
                                "lie beside the file",
                        .mend = fmt::format("Give it to {}: chown USER {}", user, quoted(folder))});
}

}  // namespace

bool check_place(const std::filesystem::path& path, Findings& findings) {
  std::error_code unknown;
  const auto folder = std::filesystem::absolute(path, unknown).parent_path();
  if (!std::filesystem::is_directory(folder, unknown)) {
    findings.push_back({.level = Level::fault,
                        .check = "file",
                        .says = fmt::format("its folder {} is not there", quoted(folder)),
                        .mend = fmt::format("Run: mkdir -p {}", quoted(folder))});
    return false;
  }
  if (!std::filesystem::exists(path, unknown)) {
    findings.push_back({.level = Level::fault,
                        .check = "file",
                        .says = fmt::format("{} is not there", quoted(path)),
                        .mend = "Run: botstore init"});
    return false;
  }
  const auto before = findings.size();
  check_rights(path, folder, findings);
  if (findings.size() == before)
    findings.push_back(
        {.check = "rights", .says = "this process may write the file and beside it"});
  if (is_remote(folder))
    findings.push_back({.level = Level::fault,
                        .check = "disk",
                        .says = "the file lies on another machine, where locks may not hold",
                        .mend = "Move it to a local disk, or use PostgreSQL."});
  else
    findings.push_back({.check = "disk", .says = "the file lies on this machine"});
  return true;
}

}  // namespace botstore::tools::inspect
