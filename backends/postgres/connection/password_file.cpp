#include "backends/postgres/connection/password_file.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "backends/postgres/config/conninfo.hpp"

namespace botstore::postgres {

namespace {

/// libpq 14 does not look at the variable.
constexpr int reads_home_variable = 150'000;

std::string value_of(const Keywords& keywords, std::string_view name) {
  const auto* stated = find(keywords, name);
  return stated != nullptr ? *stated : default_of(name);
}

std::string home_folder() {
  const char* stated = PQlibVersion() >= reads_home_variable ? std::getenv("HOME") : nullptr;
  if (stated != nullptr && *stated != '\0') return stated;
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(std::size_t{16} * 1'024);
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return {};
  return found->pw_dir;
}

std::string password_file_of(const Keywords& keywords) {
  auto file = value_of(keywords, "passfile");
  return file.empty() ? home_folder() + "/.pgpass" : file;
}

}  // namespace

std::optional<std::string> refused_password_file(const Keywords& keywords) {
  // What a service says, libpq alone knows.
  if (!value_of(keywords, "service").empty() || !value_of(keywords, "password").empty())
    return std::nullopt;
  auto file = password_file_of(keywords);
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return std::nullopt;
  if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return std::nullopt;
  return file;
}

Keywords without_password_file(Keywords keywords) {
  set(keywords, "passfile", "/dev/null/none");
  return keywords;
}

}  // namespace botstore::postgres
