#pragma once

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

/// A word for each argument, divided by spaces; single quotes keep spaces.
[[nodiscard]] std::vector<std::string> words(const std::string& line);

}  // namespace botstore::tools::testing
