#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace botstore::postgres::testing {

/// A new folder under the system's temporary one, for programs that the test starts; removed at the
/// end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::string of(std::string_view name) const { return (path_ / name).string(); }

  /// Adds a file that programs may read.
  void write(std::string_view name, std::string_view contents) const;
  [[nodiscard]] std::string read(std::string_view name) const;

 private:
  std::filesystem::path path_;
};

/// A program that runs beside the test, and ends with the thread that has started it. Servers
/// refuse root, so where the test is root it runs as nobody, whose the folder is.
class Program {
 public:
  /// What it prints goes into a file of the folder's, `log`.
  Program(const Folder& folder, std::vector<std::string> command);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] bool running() noexcept;
  void send(int signal) const noexcept;
  /// Waits until it has ended; its exit code, or -1 after a signal.
  int finish() noexcept;

 private:
  void note_end(int status) noexcept;

  pid_t pid_ = -1;
  int exit_code_ = -1;
};

/// Runs a program to its end; a failure fails the test.
void run_program(const Folder& folder, std::vector<std::string> command);

/// A port of 127.0.0.1 that nobody listens on now. Another program may take it first.
[[nodiscard]] int free_port();

/// Returns when the condition holds; if it does not within a minute, the test fails.
void wait_for(const std::function<bool()>& condition, const std::string& what);

}  // namespace botstore::postgres::testing
