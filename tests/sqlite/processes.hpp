#pragma once

#include <sys/types.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace botstore::sqlite::testing {

/// A child process. Make one only while this process has no open database and no other thread:
/// SQLite's connections do not survive a fork.
class Process {
 public:
  /// How the child tells: texts without line feeds.
  using Say = std::function<void(const std::string& line)>;

  /// Runs `work(say)` in the child. What it throws is printed and is a failure.
  explicit Process(const std::function<void(const Say& say)>& work);
  /// Kills the child if it is still there.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// What the child has said: the next lines, at least one unless it has ended.
  [[nodiscard]] std::vector<std::string> hear();

  /// What it says until it ends.
  [[nodiscard]] std::vector<std::string> hear_all();

  /// Ends it in the midst of what it does.
  void kill() const;

  /// Waits for its end; true if the work was done.
  [[nodiscard]] bool succeeded();

 private:
  pid_t child_ = -1;
  int ear_ = -1;
  std::string heard_;  // The beginning of a line.
};

/// Runs `work(number, say)` in so many processes at once. Returns what each has said; a process
/// that fails fails the test.
std::vector<std::vector<std::string>> run_in_processes(
    int count, const std::function<void(int number, const Process::Say& say)>& work);

}  // namespace botstore::sqlite::testing
