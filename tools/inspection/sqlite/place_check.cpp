#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "tools/inspection/sqlite/checks.hpp"

namespace botstore::tools::inspect {

namespace {

using Level = Finding::Level;

std::string quoted(const std::filesystem::path& path) {
  return "'" + path.string() + "'";
}

bool may(const std::filesystem::path& path, int what) {
  return access(path.c_str(), what) == 0;
}

/// What kind of disk the folder lies on.
enum class Disk { local, remote, unknown };

/// On file systems of other machines SQLite's locks do not hold as a rule.
Disk disk_of(const std::filesystem::path& folder) {
  constexpr std::array<long, 7> remote{NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
                                       SMB2_SUPER_MAGIC, V9FS_MAGIC,      CEPH_SUPER_MAGIC,
                                       AFS_FS_MAGIC};
  struct statfs about {};
  if (statfs(folder.c_str(), &about) != 0) return Disk::unknown;
  const auto type = static_cast<long>(about.f_type);
  if (std::ranges::find(remote, type) != remote.end()) return Disk::remote;
  return type == FUSE_SUPER_MAGIC ? Disk::unknown : Disk::local;
}

Finding judge_disk(Disk disk) {
  switch (disk) {
    case Disk::remote:
      return fault("disk", "the file lies on another machine, where locks may not hold",
                   "Move it to a local disk, or use PostgreSQL.");
    case Disk::unknown:
      return {.level = Level::note,
              .check = "disk",
              .says = "it is not known whether the file lies on this machine",
              .mend = "If it does not, move it to a local disk, or use PostgreSQL."};
    case Disk::local:
      break;
  }
  return {.check = "disk", .says = "the file lies on this machine"};
}

/// The finding for what is not there, or cannot even be looked for.
Finding judge_missing(const std::string& what, const std::error_code& error,
                      const std::string& mend) {
  if (!error) return fault("file", what + " is not there", mend);
  return fault("file", fmt::format("{} cannot be looked for: {}", what, error.message()),
               "Let this process pass through the folders on the way: chmod +x FOLDER");
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
  std::error_code error;
  const auto folder = std::filesystem::absolute(path, error).parent_path();
  if (!std::filesystem::exists(folder, error)) {
    findings.push_back(judge_missing(fmt::format("its folder {}", quoted(folder)), error,
                                     fmt::format("Run: mkdir -p {}", quoted(folder))));
    return false;
  }
  if (!std::filesystem::exists(path, error)) {
    findings.push_back(judge_missing(quoted(path), error, "Run: botstore init"));
    return false;
  }
  const auto before = findings.size();
  check_rights(path, folder, findings);
  if (findings.size() == before)
    findings.push_back(
        {.check = "rights", .says = "this process may write the file and beside it"});
  findings.push_back(judge_disk(disk_of(folder)));
  return true;
}

}  // namespace botstore::tools::inspect
