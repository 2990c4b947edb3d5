#include "tests/postgres/support/program.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace botstore::postgres::testing {

namespace fs = std::filesystem;

namespace {

void give_to_nobody(const fs::path& path) {
  if (geteuid() != 0) return;
  const auto* nobody = getpwnam("nobody");
  if (nobody == nullptr || chown(path.c_str(), nobody->pw_uid, nobody->pw_gid) != 0)
    throw std::runtime_error{"cannot give " + path.string() + " to the user nobody"};
}

/// The command as it is run: not by root, and not for longer than the test.
std::vector<std::string> confined(std::vector<std::string> command) {
  std::vector<std::string> all{"setpriv", "--pdeathsig=KILL"};
  if (geteuid() == 0)
    all.insert(all.end(), {"--reuid=nobody", "--regid=nogroup", "--clear-groups"});
  all.emplace_back("--");
  all.insert(all.end(), std::make_move_iterator(command.begin()),
             std::make_move_iterator(command.end()));
  return all;
}

pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid = -1;
  const int failure =
      posix_spawnp(&pid, command.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error{"cannot run " + command.front()};
  return pid;
}

}  // namespace

Folder::Folder() {
  auto pattern = (fs::temp_directory_path() / "botstore-test.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"cannot make " + pattern};
  path_ = pattern;
  give_to_nobody(path_);
}

Folder::~Folder() {
  std::error_code ignored;  // It is in the system's temporary folder.
  fs::remove_all(path_, ignored);
}

void Folder::write(std::string_view name, std::string_view contents) const {
  std::ofstream{path_ / name} << contents;
  give_to_nobody(path_ / name);
}

std::string Folder::read(std::string_view name) const {
  std::ifstream file{path_ / name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Program::Program(const Folder& folder, std::vector<std::string> command)
    : pid_{spawn(confined(std::move(command)), folder.of("log"))} {}

Program::~Program() {
  send(SIGKILL);
  finish();
}

bool Program::running() noexcept {
  int status = 0;
  if (pid_ > 0 && waitpid(pid_, &status, WNOHANG) == pid_) note_end(status);
  return pid_ > 0;
}

void Program::send(int signal) const noexcept {
  if (pid_ > 0) ::kill(pid_, signal);
}

int Program::finish() noexcept {
  int status = 0;
  if (pid_ > 0 && waitpid(pid_, &status, 0) == pid_) note_end(status);
  return exit_code_;
}

void Program::note_end(int status) noexcept {
  pid_ = -1;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void run_program(const Folder& folder, std::vector<std::string> command) {
  const auto name = command.front();
  if (Program{folder, std::move(command)}.finish() != 0)
    throw std::runtime_error{name + " failed: " + folder.read("log")};
}

int free_port() {
  const int looking = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool found = bind(looking, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(looking, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(looking);
  if (!found) throw std::runtime_error{"there is no free port"};
  return ntohs(address.sin_port);
}

void wait_for(const std::function<bool()>& condition, const std::string& what) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up)
      throw std::runtime_error{"waited in vain until " + what};
    std::this_thread::yield();
  }
}

}  // namespace botstore::postgres::testing
