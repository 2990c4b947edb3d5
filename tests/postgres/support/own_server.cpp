#include "tests/postgres/support/own_server.hpp"

#include <libpq-fe.h>
#include <signal.h>

#include <stdexcept>

#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres::testing {

namespace {

/// Another program may take a port between the look at it and the start.
constexpr int most_starts = 5;

std::string program(const std::string& name) {
  return server_programs() + "/" + name;
}

}  // namespace

OwnServer::OwnServer(std::vector<std::string> settings)
    : password_{unique_name("secret")}, settings_{std::move(settings)} {
  folder_.write("password", password_ + "\n");
  run_program(folder_, {program("initdb"), "-D", folder_.of("data"), "-E", "UTF8", "--locale=C",
                        "-U", "botstore", "--pwfile=" + folder_.of("password"),
                        "--auth=scram-sha-256", "--no-sync"});
  start();
}

OwnServer::OwnServer(const OwnServer& primary, const std::string& name)
    : password_{primary.password_}, settings_{primary.settings_} {
  run_program(folder_,
              {program("pg_basebackup"), "-D", folder_.of("data"), "--checkpoint=fast", "--no-sync",
               "--write-recovery-conf", "-d", primary.url() + "?application_name=" + name});
  start();
  primary.wait_until(
      "select exists (select from pg_stat_replication where state = 'streaming' "
      "and application_name = '" +
      name + "')");
}

std::string OwnServer::url() const {
  return "postgresql://botstore:" + password_ + "@127.0.0.1:" + std::to_string(port_) + "/postgres";
}

std::string OwnServer::ask(const std::string& sql) const {
  return Sql{url()}.rows(sql);
}

void OwnServer::wait_until(const std::string& sql) const {
  Sql asking{url()};
  wait_for([&] { return asking.rows(sql) == "t"; }, sql);
}

void OwnServer::wait_until_idle(int pid) const {
  wait_until("select wait_event = 'ClientRead' from pg_stat_activity where pid = " +
             std::to_string(pid));
}

void OwnServer::stop() {
  if (!program_) return;
  program_->send(SIGQUIT);
  program_->finish();
  program_.reset();
}

void OwnServer::start() {
  std::vector<std::string> command{program("postgres"), "-D", folder_.of("data")};
  for (const auto& setting : settings_) command.insert(command.end(), {"-c", setting});
  command.insert(command.end(), {"-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c",
                                 "unix_socket_directories=" + folder_.path().string(), "-p", ""});
  for (int starts = 0; starts < most_starts; ++starts) {
    port_ = free_port();
    command.back() = std::to_string(port_);
    program_.emplace(folder_, command);
    wait_for([&] { return !program_->running() || PQping(url().c_str()) == PQPING_OK; },
             "a server starts");
    if (program_->running()) return;
  }
  throw std::runtime_error{"a server did not start: " + folder_.read("log")};
}

}  // namespace botstore::postgres::testing
