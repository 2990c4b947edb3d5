#include "tests/tools/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
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
         variable.starts_with("NO_COLOR=");
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
  auto input = make_pipe();
  auto out = make_pipe();
  auto error = make_pipe();
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.reader.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.writer.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error.writer.get(), STDERR_FILENO);
  if (!settings.folder.empty())
    posix_spawn_file_actions_addchdir_np(&actions, settings.folder.c_str());

  std::vector<std::string> command{BOTSTORE_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto environment = environment_with(settings.environment);
  pid_t child = -1;
  const int failure = posix_spawn(&child, BOTSTORE_PROGRAM, &actions, nullptr,
                                  pointers_to(command).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error{"the program cannot be started"};
  input.reader.close();
  out.writer.close();
  error.writer.close();

  Result result;
  exchange(std::move(input.writer), settings.input,
           {std::move(out.reader), std::move(error.reader)}, {&result.out, &result.error});
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error{"the program is lost"};
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
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
