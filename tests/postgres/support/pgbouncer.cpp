#include "tests/postgres/support/pgbouncer.hpp"

#include <libpq-fe.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "tests/postgres/support/server.hpp"

namespace botstore::postgres::testing {

namespace {

/// Another program may take a port between the look at it and the start.
constexpr int most_starts = 5;

/// What stands between two texts of the server's URL.
std::string part(const std::string& url, const std::string& before, char after) {
  const auto at = url.find(before) + before.size();
  return url.substr(at, url.find(after, at) - at);
}

std::string file_of(const Folder& folder, int port, const std::vector<std::string>& settings) {
  auto text =
      "[databases]\npostgres = host=127.0.0.1 port=" + part(server_url(), "127.0.0.1:", '/') +
      "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + std::to_string(port) +
      "\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = " + folder.of("users") + "\n";
  for (const auto& setting : settings) text += setting + "\n";
  return text;
}

/// Where Debian installs it is in root's PATH only.
std::string program() {
  constexpr auto debians = "/usr/sbin/pgbouncer";
  return std::filesystem::exists(debians) ? debians : "pgbouncer";
}

/// Older versions do not start with the setting that turns it off.
bool can_track(const Folder& folder) {
  run_program(folder, {program(), "--version"});
  const auto printed = folder.read("log");
  int major = 0;
  int minor = 0;
  if (std::sscanf(printed.c_str(), "PgBouncer %d.%d", &major, &minor) != 2)
    throw std::runtime_error{"not a version of PgBouncer: " + printed};
  return major > 1 || minor >= 21;
}

}  // namespace

PgBouncer::PgBouncer(std::vector<std::string> settings, Tracking tracking) {
  if (tracking == Tracking::no && can_track(folder_))
    settings.emplace_back("max_prepared_statements = 0");
  folder_.write("users", "\"botstore\" \"" + part(server_url(), "botstore:", '@') + "\"\n");
  for (int starts = 0; starts < most_starts; ++starts) {
    port_ = free_port();
    folder_.write("settings", file_of(folder_, port_, settings));
    program_.emplace(folder_, std::vector{program(), folder_.of("settings")});
    const auto answers = [&] { return PQping(url().c_str()) != PQPING_NO_RESPONSE; };
    wait_for([&] { return !program_->running() || answers(); }, "PgBouncer starts");
    if (program_->running()) return;
  }
  throw std::runtime_error{"PgBouncer did not start: " + folder_.read("log")};
}

std::string PgBouncer::url() const {
  const auto server = server_url();
  return server.substr(0, server.find("127.0.0.1:") + 10) + std::to_string(port_) + "/postgres";
}

}  // namespace botstore::postgres::testing
