#include "tests/postgres/support/pgbouncer.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tests/postgres/support/server.hpp"

namespace botstore::postgres::testing {

namespace {

/// Another program may take a port between the look at it and the start.
constexpr int most_starts = 5;

constexpr std::string_view configuration = R"([databases]
* = {server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
ignore_startup_parameters = extra_float_digits
{settings}
)";

/// Where the shared server is, in the pooler's words.
std::string server_keywords() {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(server_url().c_str(), nullptr), &PQconninfoFree};
  std::string keywords;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && option->keyword != std::string_view{"dbname"})
      keywords += fmt::format("{}={} ", option->keyword, option->val);
  return keywords;
}

/// Older versions do not start with the setting that turns it off.
bool can_track(const Folder& folder) {
  run_program(folder, {"pgbouncer", "--version"});
  const auto printed = folder.read("log");
  int major = 0;
  int minor = 0;
  if (std::sscanf(printed.c_str(), "PgBouncer %d.%d", &major, &minor) != 2)
    throw std::runtime_error{"not a version of PgBouncer: " + printed};
  return major > 1 || minor >= 21;
}

}  // namespace

PgBouncer::PgBouncer(std::string settings, Tracking tracking) {
  if (tracking == Tracking::no && can_track(folder_)) settings += "max_prepared_statements = 0\n";
  for (int starts = 0; starts < most_starts; ++starts) {
    port_ = free_port();
    folder_.write("pgbouncer.ini",
                  fmt::format(configuration, fmt::arg("server", server_keywords()),
                              fmt::arg("port", port_), fmt::arg("settings", settings)));
    program_.emplace(folder_, std::vector<std::string>{"pgbouncer", folder_.of("pgbouncer.ini")});
    wait_for([&] { return !program_->running() || PQping(url().c_str()) == PQPING_OK; },
             "PgBouncer starts");
    if (program_->running()) return;
  }
  throw std::runtime_error{"PgBouncer did not start: " + folder_.read("log")};
}

std::string PgBouncer::url() const {
  return fmt::format("postgresql://botstore@127.0.0.1:{}/postgres", port_);
}

}  // namespace botstore::postgres::testing
