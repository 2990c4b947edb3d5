#include "tests/sqlite/processes.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <utility>

#include "tests/catch.hpp"

namespace botstore::sqlite::testing {

namespace {

using Pipe = std::array<int, 2>;

Pipe make_pipe() {
  Pipe ends{};
  REQUIRE(pipe(ends.data()) == 0);
  return ends;
}

void write_line(int end, std::string line) {
  line += '\n';
  // A pipe takes a text as short as this whole.
  if (std::cmp_not_equal(write(end, line.data(), line.size()), line.size()))
    throw std::runtime_error{"nobody listens"};
}

[[noreturn]] void run_child(int mouth, const std::function<void(const Process::Say&)>& work) {
  int status = 0;
  try {
    work([mouth](const std::string& line) { write_line(mouth, line); });
  } catch (const std::exception& error) {
    std::fprintf(stderr, "process %d: %s\n", static_cast<int>(getpid()), error.what());
    status = 1;
  }
  _exit(status);
}

}  // namespace

Process::Process(const std::function<void(const Say& say)>& work) {
  const auto ends = make_pipe();
  child_ = fork();
  REQUIRE(child_ >= 0);
  if (child_ == 0) {
    close(ends[0]);
    run_child(ends[1], work);
  }
  close(ends[1]);
  ear_ = ends[0];
}

Process::~Process() {
  if (child_ > 0) {
    kill();
    (void)succeeded();
  }
  close(ear_);
}

std::vector<std::string> Process::hear() {
  std::vector<std::string> lines;
  while (lines.empty()) {
    std::array<char, 4096> some{};
    const auto size = read(ear_, some.data(), some.size());
    if (size <= 0) break;
    heard_.append(some.data(), static_cast<std::size_t>(size));
    for (auto end = heard_.find('\n'); end != std::string::npos; end = heard_.find('\n')) {
      lines.push_back(heard_.substr(0, end));
      heard_.erase(0, end + 1);
    }
  }
  return lines;
}

std::vector<std::string> Process::hear_all() {
  std::vector<std::string> all;
  for (auto some = hear(); !some.empty(); some = hear())
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

void Process::kill() const {
  ::kill(child_, SIGKILL);
}

bool Process::succeeded() {
  int status = 0;
  const bool ended = waitpid(std::exchange(child_, -1), &status, 0) > 0;
  return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::vector<std::vector<std::string>> run_in_processes(
    int count, const std::function<void(int number, const Process::Say& say)>& work) {
  const auto gate = make_pipe();
  std::vector<std::unique_ptr<Process>> processes;
  for (int number = 0; number < count; ++number) {
    processes.push_back(std::make_unique<Process>([&](const Process::Say& say) {
      close(gate[1]);
      char none = 0;
      if (read(gate[0], &none, 1) != 0) throw std::runtime_error{"the gate is broken"};
      work(number, say);
    }));
  }
  close(gate[0]);
  close(gate[1]);  // All go.
  std::vector<std::vector<std::string>> said;
  for (const auto& process : processes) said.push_back(process->hear_all());
  for (const auto& process : processes) CHECK(process->succeeded());
  return said;
}

}  // namespace botstore::sqlite::testing
