#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// \file
/// For the tests of the program: it is started as a person or a script starts it.

namespace botstore::tools::testing {

/// A new folder, gone with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// What a run has written, and its exit status; 128 and the signal's number if one ended it.
struct Result {
  int status = -1;
  std::string out{};
  std::string error{};
};

struct Settings {
  std::string input{};  ///< Its standard input, a pipe.
  std::string folder{};
  std::map<std::string, std::string> environment{};  ///< On top of the tests' own.
};

/// Runs the program to its end. Of the environment nothing that names a store is passed on.
Result run(const std::vector<std::string>& arguments, const Settings& settings = {});

/// The same with another program.
Result run_program(const std::string& program, const std::vector<std::string>& arguments,
                   const Settings& settings = {});

/// The program on a terminal of its own, with somebody who reads and types there.
class OnTerminal {
 public:
  explicit OnTerminal(const std::vector<std::string>& arguments, const Settings& settings = {});
  ~OnTerminal();
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;

  /// Reads until the terminal has shown this since the last time; if it does not within a minute,
  /// the test fails. Returns what was shown up to its end.
  std::string await(const std::string& text);

  /// Types keys; a line feed is the enter key, and "\x03" is Ctrl-C.
  void type(const std::string& keys) const;

  /// Waits for the program's end. `out` is everything that the terminal has shown.
  Result end();

 private:
  bool read_more();

  int terminal_ = -1;
  pid_t child_ = -1;
  std::string shown_{};
  std::size_t awaited_ = 0;
};

/// A word for each argument, divided by spaces; single quotes keep spaces.
[[nodiscard]] std::vector<std::string> words(const std::string& line);

}  // namespace botstore::tools::testing
