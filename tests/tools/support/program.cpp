#include "tests/tools/support/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace botstore::tools::testing {

namespace {

/// One end of a pipe.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_{number} {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  [[nodiscard]] int get() const noexcept { return number_; }
  void close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor reader{};
  Descriptor writer{};
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

bool names_a_store(std::string_view variable) {
  return variable.starts_with("BOTSTORE_URL=") || variable.starts_with("DATABASE_URL=") ||
         variable.starts_with("POSTGRES_DB_") || variable.starts_with("PG") ||
         variable.starts_with("NO_COLOR=") || variable.starts_with("TERM=");
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!names_a_store(*variable)) variables.emplace_back(*variable);
  for (const auto& [name, value] : added) variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// How the program is started.
class Spawn {
 public:
  Spawn() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Spawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  void connect(int ours, int its) { posix_spawn_file_actions_adddup2(&actions_, ours, its); }

  /// The leader of a new session gets the first terminal that it opens as its own.
  void use_terminal(const char* name) {
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, name, O_RDWR, 0);
    connect(STDIN_FILENO, STDOUT_FILENO);
    connect(STDIN_FILENO, STDERR_FILENO);
  }

  pid_t start(const std::string& program, const std::vector<std::string>& arguments,
              const Settings& settings) {
    if (!settings.folder.empty())
      posix_spawn_file_actions_addchdir_np(&actions_, settings.folder.c_str());
    std::vector<std::string> command{program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto environment = environment_with(settings.environment);
    pid_t child = -1;
    if (posix_spawn(&child, program.c_str(), &actions_, &attributes_, pointers_to(command).data(),
                    pointers_to(environment).data()) != 0)
      throw std::runtime_error{"the program cannot be started"};
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

int wait_for(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error{"the program is lost"};
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Writes the input and reads both outputs until the program has closed them.
void exchange(Descriptor input, std::string_view text, std::array<Descriptor, 2> outputs,
              std::array<std::string*, 2> texts) {
  while (outputs[0].get() >= 0 || outputs[1].get() >= 0) {
    if (text.empty()) input.close();
    std::array<pollfd, 3> waits{pollfd{outputs[0].get(), POLLIN, 0},
                                pollfd{outputs[1].get(), POLLIN, 0},
                                pollfd{input.get(), POLLOUT, 0}};
    if (poll(waits.data(), waits.size(), -1) < 0) throw std::runtime_error{"poll failed"};
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (waits.at(i).revents == 0) continue;
      std::array<char, 4096> buffer{};
      const auto count = read(outputs.at(i).get(), buffer.data(), buffer.size());
      if (count <= 0) outputs.at(i).close();
      if (count > 0) texts.at(i)->append(buffer.data(), static_cast<std::size_t>(count));
    }
    if (waits[2].revents == 0) continue;
    const auto count = write(input.get(), text.data(), text.size());
    if (count < 0) text = {};  // It has ended, or does not read.
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

Folder::Folder() {
  auto name = (std::filesystem::temp_directory_path() / "botstore-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder"};
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Result run(const std::vector<std::string>& arguments, const Settings& settings) {
  return run_program(BOTSTORE_PROGRAM, arguments, settings);
}

Result run_program(const std::string& program, const std::vector<std::string>& arguments,
                   const Settings& settings) {
  auto input = make_pipe();
  auto out = make_pipe();
  auto error = make_pipe();
  Spawn spawn;
  spawn.connect(input.reader.get(), STDIN_FILENO);
  spawn.connect(out.writer.get(), STDOUT_FILENO);
  spawn.connect(error.writer.get(), STDERR_FILENO);
  const auto child = spawn.start(program, arguments, settings);
  input.reader.close();
  out.writer.close();
  error.writer.close();

  Result result;
  exchange(std::move(input.writer), settings.input,
           {std::move(out.reader), std::move(error.reader)}, {&result.out, &result.error});
  result.status = wait_for(child);
  return result;
}

OnTerminal::OnTerminal(const std::vector<std::string>& arguments, const Settings& settings)
    : terminal_{posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {
  if (terminal_ < 0 || grantpt(terminal_) != 0 || unlockpt(terminal_) != 0)
    throw std::runtime_error{"no terminal"};
  const winsize size{.ws_row = 40, .ws_col = 80};
  ioctl(terminal_, TIOCSWINSZ, &size);
  auto with_type = settings;
  with_type.environment.emplace("TERM", "xterm");
  Spawn spawn;
  spawn.use_terminal(ptsname(terminal_));
  child_ = spawn.start(BOTSTORE_PROGRAM, arguments, with_type);
}

OnTerminal::~OnTerminal() {
  if (child_ > 0) {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  close(terminal_);
}

bool OnTerminal::read_more() {
  pollfd wait{terminal_, POLLIN, 0};
  constexpr int one_minute = 60'000;
  if (poll(&wait, 1, one_minute) != 1) throw std::runtime_error{"in vain; shown: " + shown_};
  std::array<char, 4096> buffer{};
  const auto count = read(terminal_, buffer.data(), buffer.size());
  if (count <= 0) return false;  // The program has ended.
  shown_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string OnTerminal::await(const std::string& text) {
  for (;;) {
    if (const auto at = shown_.find(text, awaited_); at != std::string::npos) {
      const auto from = std::exchange(awaited_, at + text.size());
      return shown_.substr(from, awaited_ - from);
    }
    if (!read_more()) throw std::runtime_error{"it has ended; shown: " + shown_};
  }
}

void OnTerminal::type(const std::string& keys) const {
  if (write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
    throw std::runtime_error{"the terminal takes nothing"};
}

Result OnTerminal::end() {
  while (read_more()) {
  }
  return {.status = wait_for(std::exchange(child_, -1)), .out = shown_};
}

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> found;
  bool quoted = false;
  bool inside = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
      if (!inside) found.emplace_back();
      inside = true;
    } else if (c == ' ' && !quoted) {
      inside = false;
    } else {
      if (!inside) found.emplace_back();
      inside = true;
      found.back() += c;
    }
  }
  return found;
}

}  // namespace botstore::tools::testing
