#include "tests/tools/support/running.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/tools/support/places.hpp"

namespace botstore::tools::testing {

namespace {

constexpr std::chrono::milliseconds look_interval{2};

/// The words of a command for exec.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_{std::move(words)} {
    for (auto& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
  }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  [[noreturn]] void execute() const {
    execv(pointers_.front(), pointers_.data());
    _exit(127);
  }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

/// The program's.
Words words_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{BOTSTORE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Words{std::move(words)};
}

void redirect(int from, const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  if (file < 0 || dup2(file, from) < 0) _exit(126);
}

void limit_files(std::uint64_t bytes) {
  // Otherwise the signal would end the program, and no disk that is full sends one.
  if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) _exit(125);
  const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(125);
}

int status_of(int waited) {
  return WIFEXITED(waited) ? WEXITSTATUS(waited) : 128 + WTERMSIG(waited);
}

}  // namespace

Running::Running(const std::vector<std::string>& arguments, const Circumstances& circumstances)
    : output_{circumstances.output.empty() ? folder_.file("out") : circumstances.output} {
  const auto words = words_of(arguments);
  const auto errors = folder_.file("error");
  child_ = fork();
  if (child_ < 0) throw std::runtime_error{"no process"};
  if (child_ > 0) return;
  redirect(STDOUT_FILENO, output_);
  redirect(STDERR_FILENO, errors);
  if (circumstances.input >= 0) dup2(circumstances.input, STDIN_FILENO);
  if (!circumstances.folder.empty() && chdir(circumstances.folder.c_str()) != 0) _exit(124);
  for (const auto& [name, value] : circumstances.environment)
    setenv(name.c_str(), value.c_str(), 1);
  if (circumstances.file_bytes) limit_files(*circumstances.file_bytes);
  words.execute();
}

Running::~Running() {
  if (ended()) return;
  kill(SIGKILL);
  waitpid(child_, nullptr, 0);
}

bool Running::ended() {
  int waited = 0;
  if (!status_ && waitpid(child_, &waited, WNOHANG) == child_) status_ = status_of(waited);
  return status_.has_value();
}

bool Running::wait_until(const std::function<bool()>& condition) {
  while (!condition()) {
    if (ended()) return false;
    std::this_thread::sleep_for(look_interval);
  }
  return true;
}

void Running::kill(int signal) const {
  if (!status_) ::kill(child_, signal);
}

Result Running::finish() {
  if (!ended()) {
    int waited = 0;
    waitpid(child_, &waited, 0);
    status_ = status_of(waited);
  }
  const bool kept = output_ == folder_.file("out");
  return {.status = *status_,
          .out = kept ? bytes_of(output_) : "",
          .error = bytes_of(folder_.file("error"))};
}

std::string show_on_terminal(const std::vector<std::string>& arguments) {
  const auto words = words_of(arguments);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child < 0) throw std::runtime_error{"no terminal"};
  if (child == 0) words.execute();
  std::string shown;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = read(terminal, buffer.data(), buffer.size())) > 0;)
    shown.append(buffer.data(), static_cast<std::size_t>(count));
  close(terminal);
  int waited = 0;
  waitpid(child, &waited, 0);
  if (status_of(waited) != 0) throw std::runtime_error{"the program failed: " + shown};
  return shown;
}

OwnServer::OwnServer() {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe"};
  script_ = fork();
  if (script_ == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    execl(BOTSTORE_WITH_POSTGRES, BOTSTORE_WITH_POSTGRES, "sh", "-c",
          "echo $BOTSTORE_TEST_POSTGRES_URL $BOTSTORE_TEST_POSTGRES_LOG; read end", nullptr);
    _exit(127);
  }
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  std::string said;
  std::array<char, 512> buffer{};
  for (ssize_t count = 0; said.find('\n') == std::string::npos &&
                          (count = read(output[0], buffer.data(), buffer.size())) > 0;)
    said.append(buffer.data(), static_cast<std::size_t>(count));
  close(output[0]);
  std::string log;
  if (!(std::istringstream{said} >> url_ >> log)) throw std::runtime_error{"no server"};
  data_ = std::filesystem::path{log}.parent_path() / "data";
  std::ifstream{data_ / "postmaster.pid"} >> server_;
  if (server_ <= 1) throw std::runtime_error{"no server's number"};
  std::ifstream command{"/proc/" + std::to_string(server_) + "/cmdline", std::ios::binary};
  for (std::string word; std::getline(command, word, '\0');) command_.push_back(word);
}

OwnServer::~OwnServer() {
  if (restarted_ > 0) {
    ::kill(restarted_, SIGQUIT);
    waitpid(restarted_, nullptr, 0);
  }
  close(input_);
  waitpid(script_, nullptr, 0);
}

void OwnServer::crash() const {
  // An immediate shutdown: the server's processes exit where they are, and the next start recovers.
  ::kill(server_, SIGQUIT);
}

void OwnServer::restart() {
  while (std::filesystem::exists(data_ / "postmaster.pid"))
    std::this_thread::sleep_for(look_interval);
  struct stat owner {};
  if (::stat(data_.c_str(), &owner) != 0) throw std::runtime_error{"no data"};
  restarted_ = fork();
  if (restarted_ == 0) {
    // PostgreSQL refuses root.
    if (geteuid() == 0 && (setgid(owner.st_gid) != 0 || setuid(owner.st_uid) != 0)) _exit(126);
    redirect(STDERR_FILENO, "/dev/null");
    Words{command_}.execute();
  }
  while (PQping(url_.c_str()) != PQPING_OK) std::this_thread::sleep_for(look_interval);
}

}  // namespace botstore::tools::testing
